import assert from "node:assert/strict";
import test from "node:test";
import { addSample } from "../site/ui/chart.js";

const at = (second) => ({ timestamp: new Date(second * 1000).toISOString() });

test("a sample that is not newer than the last one is left out", () => {
  const samples = [];
  for (const second of [1, 3, 2, 3, 4]) addSample(samples, at(second));
  assert.deepEqual(samples, [at(1), at(3), at(4)]);
});

test("of many samples the newest 200 are kept", () => {
  const samples = [];
  for (let second = 1; second <= 250; second++) addSample(samples, at(second));
  assert.equal(samples.length, 200);
  assert.deepEqual(samples[0], at(51));
  assert.deepEqual(samples.at(-1), at(250));
});
