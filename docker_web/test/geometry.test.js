import assert from "node:assert/strict";
import test from "node:test";
import { barExtent, linePoints } from "../site/ui/geometry.js";

const SIZE = { width: 300, height: 60 };
const sample = (second, value) => ({ timestamp: `2026-11-20T12:00:${String(second).padStart(2, "0")}Z`, value });

test("a line spans the width by time and the height by value, with room for its stroke", () => {
  const points = linePoints([sample(0, 0), sample(10, 5), sample(40, 10)], "value", SIZE);
  assert.equal(points, "0.0,58.0 75.0,30.0 300.0,2.0");
});

test("one sample is a level line", () => {
  assert.equal(linePoints([sample(0, 4)], "value", SIZE), "0.0,2.0 300,2.0");
});

test("values of zero are a line at the bottom", () => {
  assert.equal(linePoints([sample(0, 0), sample(1, 0)], "value", SIZE), "0.0,58.0 300.0,58.0");
});

test("no sample is no line", () => {
  assert.equal(linePoints([], "value", SIZE), "");
});

const SHOWN = { from: 1000, to: 2000 };

test("a bar has its place in the time that is shown", () => {
  assert.deepEqual(barExtent(1250, 1750, SHOWN), { start: 25, length: 50 });
});

test("a bar that began before and ends after that time fills it", () => {
  assert.deepEqual(barExtent(0, 9000, SHOWN), { start: 0, length: 100 });
});

test("a bar that ends before it begins, by another clock, has no length", () => {
  assert.deepEqual(barExtent(1500, 1400, SHOWN), { start: 50, length: 0 });
});
