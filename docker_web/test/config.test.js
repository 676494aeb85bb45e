import assert from "node:assert/strict";
import test from "node:test";
import { configAnswers, json, until } from "./browser.js";

test("a config.json that cannot be loaded is asked for again", async () => {
  configAnswers.push(
    () => json({}, { status: 503 }),
    () => {
      throw new TypeError("Failed to fetch");
    },
    () => json({ api_port: 5001 }),
  );
  const module = import("../site/ui/config.js");
  await until("the third answer", () => configAnswers.length === 0);
  assert.equal((await module).API, "http://swarm.example:5001");
});
