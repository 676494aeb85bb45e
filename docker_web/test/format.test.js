import assert from "node:assert/strict";
import test from "node:test";
import { ago, clock, endOf, hasFailed, hue, memory, percent, shortId, stateText, zone } from "../site/ui/format.js";

const NOON = Date.parse("2026-11-20T12:00:00Z");
const before = (seconds) => new Date(NOON - seconds * 1000).toISOString();

test("ago names the largest unit that fits", () => {
  assert.equal(ago(before(1), NOON), "now");
  assert.equal(ago(before(2), NOON), "2 seconds ago");
  assert.equal(ago(before(60), NOON), "1 minute ago");
  assert.equal(ago(before(119), NOON), "1 minute ago");
  assert.equal(ago(before(7200), NOON), "2 hours ago");
  assert.equal(ago(before(86_400), NOON), "1 day ago");
});

test("ago takes a time that lies ahead, by another clock, for now", () => {
  assert.equal(ago(before(-30), NOON), "now");
});

test("clock has the day only when it is not today", () => {
  const today = new Date();
  today.setHours(7, 5, 9);
  assert.equal(clock(today), "07:05:09");
  assert.equal(clock(new Date(2020, 0, 2, 23, 4, 5)), "2020-01-02 23:04:05");
});

test("clock shows what is no time as it is", () => {
  assert.equal(clock("yesterday"), "yesterday");
});

test("zone has the offset of the date, with its sign and its minutes", () => {
  const at = (minutesWest) => zone({ getTimezoneOffset: () => minutesWest }).split(" ")[0];
  assert.equal(at(0), "UTC");
  assert.equal(at(-120), "UTC+02:00");
  assert.equal(at(210), "UTC-03:30");
});

test("stateText has the exit code of what ended, not of what runs", () => {
  assert.equal(stateText({ state: "exited", exit_code: 0 }), "exited (0)");
  assert.equal(stateText({ state: "restarting", exit_code: 137, oom_killed: true }), "restarting (137, out of memory)");
  assert.equal(stateText({ state: "running", exit_code: 0, health: "unhealthy" }), "running, unhealthy");
  assert.equal(stateText({}), "unknown");
});

test("endOf is null while a placement runs", () => {
  assert.equal(endOf({ state: "running", last_seen: before(0) }), null);
});

test("endOf prefers the placement's own end", () => {
  assert.equal(endOf({ state: "removed", ended_at: before(5), last_seen: before(1) }), before(5));
});

test("endOf corrects the container's end by the difference of the clocks", () => {
  // The node's clock is an hour ahead: the process ended 10 s before the report that the server got at noon.
  const container = { finished: before(-3590), timestamp: before(-3600), last_seen: before(0) };
  assert.equal(endOf({ state: "exited", last_seen: before(0) }, container), before(10));
});

test("endOf falls back to when the container was last seen", () => {
  assert.equal(endOf({ state: "exited", last_seen: before(3) }, undefined), before(3));
});

test("hasFailed is for exit codes without a requested stop", () => {
  assert.equal(hasFailed({ state: "exited", exit_code: 1 }), true);
  assert.equal(hasFailed({ state: "exited", exit_code: 0 }), false);
  assert.equal(hasFailed({ state: "exited", exit_code: 143, stopped: true }), false);
  assert.equal(hasFailed({ state: "exited", exit_code: 137, stopped: true, oom_killed: true }), true);
  assert.equal(hasFailed({ state: "running", exit_code: 1 }), false);
  assert.equal(hasFailed({ state: "dead" }), true);
});

test("memory and percent have a decimal below ten", () => {
  assert.equal(memory(9.96), "10 MiB");
  assert.equal(memory(5.34), "5.3 MiB");
  assert.equal(memory(1023), "1023 MiB");
  assert.equal(memory(1024 * 1.25), "1.3 GiB");
  assert.equal(percent(0.0251), "2.5 %");
  assert.equal(percent(0.5), "50 %");
});

test("shortId cuts Docker's ids and leaves other ids whole", () => {
  assert.equal(shortId("0123456789abcdef".repeat(4)), "0123456789ab");
  assert.equal(shortId("a-process-that-posts-itself"), "a-process-that-posts-itself");
});

test("hue is an angle, the same for the same name and different for similar names", () => {
  const hues = ["shop_web", "shop_db", "server.1", "server.2", "", "名前"].map(hue);
  assert.deepEqual(hues, ["shop_web", "shop_db", "server.1", "server.2", "", "名前"].map(hue));
  assert.ok(hues.every((angle) => angle >= 0 && angle < 360));
  assert.equal(new Set(hues).size, hues.length);
});
