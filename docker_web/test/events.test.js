import assert from "node:assert/strict";
import test from "node:test";
import { EventParser } from "../site/ui/events.js";

function parse(...pieces) {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

test("an event is complete at its empty line, however it is cut", () => {
  assert.deepEqual(parse('data: {"a"', ":1}\n", "\ndata: 2\n\nda"), [
    { data: ' {"a":1}', retry: null },
    { data: " 2", retry: null },
  ]);
});

test("the lines of one event's data are joined", () => {
  assert.deepEqual(parse("data:{\ndata:}\n\n"), [{ data: "{\n}", retry: null }]);
});

test("comments and other fields are no data", () => {
  assert.deepEqual(parse(": heartbeat\n\nid: 7\nevent: change\n\n"), [
    { data: null, retry: null },
    { data: null, retry: null },
  ]);
});

test("a retry time is a whole number or ignored", () => {
  assert.deepEqual(
    parse("retry: 250\n\nretry: soon\n\nretry:\n\nretry:-1\n\n").map((event) => event.retry),
    [250, null, null, null],
  );
});
