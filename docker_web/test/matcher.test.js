import assert from "node:assert/strict";
import test from "node:test";
import { matcher } from "../site/ui/matcher.js";

const WEB = {
  id: "4f2a1c",
  name: "shop_web.1",
  image: "nginx:1",
  node: "node1",
  service: "shop_web",
  state: "running",
};
const SICK = { ...WEB, id: "9bd0aa", name: "shop_web.2", node: "node2", health: "unhealthy" };
const PROCESS = { id: "script", name: "script", image: "(no container)" };
const ALL = [WEB, SICK, PROCESS];

const found = (query) => ALL.filter(matcher(new URLSearchParams(query))).map((container) => container.id);

test("without filters every container matches", () => {
  assert.deepEqual(found(""), ["4f2a1c", "9bd0aa", "script"]);
});

test("node and service have to be equal, not alike", () => {
  assert.deepEqual(found("node=node1"), ["4f2a1c"]);
  assert.deepEqual(found("node=node"), []);
  assert.deepEqual(found("service=shop_web"), ["4f2a1c", "9bd0aa"]);
  assert.deepEqual(found("service=shop"), []);
});

test("state is that of the container, or of its health check", () => {
  assert.deepEqual(found("state=running"), ["4f2a1c", "9bd0aa"]);
  assert.deepEqual(found("state=unhealthy"), ["9bd0aa"]);
  assert.deepEqual(found("state=unknown"), ["script"]);
});

test("the search finds parts of names, images, ids and states in any case", () => {
  assert.deepEqual(found("q=WEB.2"), ["9bd0aa"]);
  assert.deepEqual(found("q=nginx"), ["4f2a1c", "9bd0aa"]);
  assert.deepEqual(found("q=4f2"), ["4f2a1c"]);
  assert.deepEqual(found("q=running, unhealthy"), ["9bd0aa"]);
  assert.deepEqual(found("q=undefined"), []);
});

test("a container has to match all filters", () => {
  assert.deepEqual(found("node=node2&q=web"), ["9bd0aa"]);
  assert.deepEqual(found("node=node2&q=web.1"), []);
});
