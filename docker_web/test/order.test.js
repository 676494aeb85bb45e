import assert from "node:assert/strict";
import test from "node:test";
import { comparePlacements, containerOrder } from "../site/ui/order.js";

const byOrder = (a, b) => (containerOrder(a) < containerOrder(b) ? -1 : 1);

test("containers sort by service, then by slot as a number, those of no service last", () => {
  const sorted = [
    { id: "1", name: "alone" },
    { id: "2", name: "web.10", service: "web", slot: 10 },
    { id: "3", name: "web.2", service: "web", slot: 2 },
    { id: "4", name: "zebra", service: "api" },
  ].sort(byOrder);
  assert.deepEqual(
    sorted.map((container) => container.name),
    ["zebra", "web.2", "web.10", "alone"],
  );
});

test("containers of one name keep an order, by their ids", () => {
  const sorted = [
    { id: "b", name: "web" },
    { id: "a", name: "web" },
  ].sort(byOrder);
  assert.deepEqual(
    sorted.map((container) => container.id),
    ["a", "b"],
  );
});

const placements = (...list) => list.sort(comparePlacements).map((placement) => placement.name);
const at = (minute) => `2026-11-20T12:0${minute}:00Z`;

test("the tasks of a slot sort by time, not by their random names", () => {
  const names = placements(
    { name: "web.1.aa", service: "web", slot: 1, first_seen: at(2) },
    { name: "web.2.bb", service: "web", slot: 2, first_seen: at(0) },
    { name: "web.1.zz", service: "web", slot: 1, first_seen: at(1) },
  );
  assert.deepEqual(names, ["web.1.zz", "web.1.aa", "web.2.bb"]);
});

test("the tasks of a global service stay together by node", () => {
  const names = placements(
    { name: "agent.n2.a", service: "agent", node: "n2", first_seen: at(0) },
    { name: "agent.n1.b", service: "agent", node: "n1", first_seen: at(3) },
    { name: "agent.n2.c", service: "agent", node: "n2", first_seen: at(1) },
  );
  assert.deepEqual(names, ["agent.n1.b", "agent.n2.a", "agent.n2.c"]);
});

test("services come before containers of no service", () => {
  const names = placements({ name: "a", first_seen: at(0) }, { name: "z.1", service: "z", slot: 1, first_seen: at(1) });
  assert.deepEqual(names, ["z.1", "a"]);
});
