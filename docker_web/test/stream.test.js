import assert from "node:assert/strict";
import test from "node:test";
import { eventStream, requests, serve, until } from "./browser.js";
import { Stream } from "../site/ui/stream.js";

const event = (revision) => `data:{"revision":${revision}}\n\n`;

/** A stream whose server answers by the function, and what it told its handlers. */
function follow(revision, handler, isOtherDatabase = () => false) {
  const told = { changes: [], live: [], lost: [], ended: false };
  serve(handler);
  const stream = new Stream({
    change: (change) => told.changes.push(change.revision),
    live: (replica) => told.live.push(replica),
    lost: (seconds) => told.lost.push(seconds),
    isOtherDatabase,
  });
  const done = stream.follow(revision).then(
    () => (told.ended = true),
    (error) => (told.error = error),
  );
  return { told, stream, done };
}

test("changes are told in order, each revision once", async () => {
  const { told, stream, done } = follow(4, ({ signal }) => {
    const events = eventStream(signal, { "X-Served-By": "server.1" });
    events.send(event(4) + event(5) + event(6) + event(5) + event(7));
    return events.response;
  });
  await until("the changes", () => told.changes.length >= 3);
  stream.stop();
  await done;
  assert.deepEqual(told.changes, [5, 6, 7]);
  assert.deepEqual(told.live, ["server.1"]);
});

test("after a loss it goes on behind the last revision that it saw", async () => {
  const { told, stream, done } = follow(1, ({ query, signal }) => {
    const events = eventStream(signal, {});
    const since = Number(query.get("since"));
    events.send(`retry:1\n\n${event(since + 1)}`);
    if (since < 3) events.end();
    return events.response;
  });
  await until("the third answer", () => told.changes.length === 3);
  stream.stop();
  await done;
  assert.deepEqual(told.changes, [2, 3, 4]);
  assert.deepEqual(
    requests.map((request) => request.url),
    ["/api/changes?since=1", "/api/changes?since=2", "/api/changes?since=3"],
  );
  assert.deepEqual(told.lost, [0.001, 0.001]);
});

test("each failed try doubles the wait, to five seconds at most", async () => {
  const { told, stream } = follow(0, ({ signal }) => {
    if (requests.length > 1) return new Response("", { status: 503 });
    const events = eventStream(signal);
    events.send("retry:1\n\n");
    events.end();
    return events.response;
  });
  await until("seven tries", () => told.lost.length >= 7);
  stream.stop();
  assert.deepEqual(told.lost.slice(0, 7), [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064]);
});

test("it ends where the server no longer has the revision", async () => {
  const { told, done } = follow(1, () => new Response("", { status: 410 }));
  await done;
  assert.equal(told.ended, true);
  assert.equal(told.error, undefined);
  assert.deepEqual(told.lost, []);
});

test("it ends at an answer from another database, without telling its changes", async () => {
  const handler = ({ signal }) => {
    const events = eventStream(signal, { "X-Rollcall-Database": "restored" });
    events.send(event(9));
    return events.response;
  };
  const { told, done } = follow(1, handler, (headers) => headers.get("X-Rollcall-Database") !== "first");
  await done;
  assert.equal(told.ended, true);
  assert.deepEqual(told.changes, []);
});

test("it ends when it is left", async () => {
  const { told, stream, done } = follow(1, ({ signal }) => eventStream(signal, { "X-Served-By": "a" }).response);
  await until("the answer", () => told.live.length === 1);
  stream.stop();
  await done;
  assert.equal(told.ended, true);
  assert.equal(requests.length, 1);
});
