import assert from "node:assert/strict";
import test from "node:test";
import { eventStream, json, pause, requests, serve, until } from "./browser.js";
import { Roster, rosterAt } from "../site/ui/roster.js";

/** A server with some containers, whose change stream the test writes. */
class Server {
  database = "first";
  containers = [];
  nodes = [{ name: "node1" }];
  revision = 10;
  pageSize = 1000;
  isDown = false;
  stream = null;

  constructor() {
    serve((request) => this.answer(request));
  }

  answer({ path, query, signal }) {
    if (this.isDown) throw new TypeError("fetch failed");
    const headers = { "X-Rollcall-Database": this.database, "X-Served-By": "server.1" };
    if (path === "/api/nodes") return json({ nodes: this.nodes }, { headers });
    if (path === "/api/containers") return json(this.page(query.get("after")), { headers });
    this.stream = eventStream(signal, headers);
    return this.stream.response;
  }

  page(after) {
    const start = after === null ? 0 : Number(after);
    const end = start + this.pageSize;
    const containers = this.containers.slice(start, end).map((container) => ({ ...container }));
    return { containers, revision: this.revision, ...(end < this.containers.length && { next: String(end) }) };
  }

  change(what, container, revision) {
    this.stream.send(this.event(what, container, revision));
  }

  event(what, container, revision = ++this.revision) {
    return `data:${JSON.stringify({ what, container, revision })}\n\n`;
  }
}

async function started(server) {
  const roster = new Roster();
  roster.start();
  await until("the stream", () => server.stream !== null && roster.stream.state === "live");
  return roster;
}

const ids = (roster) => [...roster.containers.keys()].sort();
const state = (roster, id) => roster.containers.get(id)?.state;

test("the roster has the containers of every page", async () => {
  const server = new Server();
  server.containers = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
  server.pageSize = 2;
  const roster = await started(server);
  assert.deepEqual(ids(roster), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(roster.nodes, [{ name: "node1" }]);
  assert.deepEqual(roster.stream, { state: "live", replica: "server.1" });
  assert.equal(requests.at(-1).url, "/api/changes?since=10");
});

test("changes appear, alter and remove containers, and are told as they come", async () => {
  const server = new Server();
  server.containers = [{ id: "a", state: "running" }];
  const roster = await started(server);
  const told = [];
  roster.addEventListener("change", ({ detail }) => told.push(detail.what));
  server.change("appeared", { id: "b", state: "created" });
  server.change("changed", { id: "b", state: "running" });
  server.change("removed", { id: "a" });
  await until("the changes", () => told.length === 3);
  assert.deepEqual(told, ["appeared", "changed", "removed"]);
  assert.deepEqual(ids(roster), ["b"]);
  assert.equal(state(roster, "b"), "running");
});

test("changes at one time are announced together, by their ids", async () => {
  const server = new Server();
  const roster = await started(server);
  await pause(20); // the start is announced, too
  const announced = [];
  roster.addEventListener("changed", ({ detail }) => announced.push([...detail].sort()));
  const event = server.event.bind(server);
  server.stream.send(event("appeared", { id: "a" }) + event("appeared", { id: "b" }) + event("removed", { id: "a" }));
  await until("the announcement", () => announced.length > 0);
  assert.deepEqual(announced, [["a", "b"]]);
  server.change("appeared", { id: "c" });
  await until("the next announcement", () => announced.length > 1);
  assert.deepEqual(announced.at(-1), ["c"]);
});

test("a page that is older than a change does not undo it", async () => {
  const server = new Server();
  server.containers = [
    { id: "gone", state: "running" },
    { id: "a", state: "created" },
  ];
  const roster = await started(server);
  server.change("changed", { id: "a", state: "running" }, 20);
  server.change("removed", { id: "gone" }, 21);
  server.change("appeared", { id: "new", state: "running" }, 22);
  await until("the changes", () => roster.containers.has("new"));
  server.revision = 19; // a replica that lags
  await roster.refresh();
  assert.deepEqual(ids(roster), ["a", "new"]);
  assert.equal(state(roster, "a"), "running");
});

test("a newer page brings what the stream did not", async () => {
  const server = new Server();
  server.containers = [
    { id: "a", state: "running" },
    { id: "b", state: "running" },
  ];
  const roster = await started(server);
  server.containers = [{ id: "a", state: "exited" }];
  server.revision = 30;
  await roster.refresh();
  assert.deepEqual(ids(roster), ["a"]);
  assert.equal(state(roster, "a"), "exited");
});

test("after a restore all is loaded anew, though its revisions are lower", async () => {
  const server = new Server();
  server.containers = [{ id: "a", state: "running" }, { id: "b" }];
  const roster = await started(server);
  const first = server.stream;
  Object.assign(server, { database: "restored", revision: 2, containers: [{ id: "a", state: "exited" }] });
  await roster.refresh();
  await until("the next stream", () => server.stream !== first);
  assert.deepEqual(ids(roster), ["a"]);
  assert.equal(state(roster, "a"), "exited");
  assert.equal(requests.at(-1).url, "/api/changes?since=2");
});

test("a restore between two pages leaves nothing of the former database", async () => {
  const server = new Server();
  server.containers = ["old1", "old2"].map((id) => ({ id }));
  server.pageSize = 1;
  const page = server.page.bind(server);
  server.page = (after) => {
    const answer = page(after);
    Object.assign(server, { database: "restored", revision: 2, containers: [{ id: "new" }] });
    return answer;
  };
  const roster = await started(server);
  assert.deepEqual(ids(roster), ["new"]);
  assert.equal(requests.at(-1).url, "/api/changes?since=2");
});

test("a change of a node loads the nodes again, after a failure with the next change", async () => {
  const server = new Server();
  const roster = await started(server);
  server.nodes = [{ name: "node1" }, { name: "node2" }];
  server.isDown = true;
  server.stream.send(`data:{"what":"node","node":{"name":"node2"},"revision":11}\n\n`);
  await until("the request", () => requests.at(-1).url === "/api/nodes");
  server.isDown = false;
  server.change("appeared", { id: "a" }, 12);
  await until("the second node", () => roster.nodes.length === 2);
});

test("the roster of a time is read page by page at that time", async () => {
  const time = "2026-11-20T21:00:00Z";
  const server = new Server();
  server.containers = ["a", "b", "c"].map((id) => ({ id }));
  server.pageSize = 2;
  const asked = [];
  serve((request) => {
    asked.push({ at: request.query.get("at"), after: request.query.get("after") });
    return server.answer(request);
  });
  const containers = await rosterAt(time);
  assert.deepEqual([...containers.keys()], ["a", "b", "c"]);
  assert.deepEqual(asked, [
    { at: time, after: null },
    { at: time, after: "2" },
  ]);
});

test("a server that cannot be reached is said to be lost", async () => {
  const server = new Server();
  server.isDown = true;
  const roster = new Roster();
  roster.start();
  await until("the loss", () => roster.stream.state === "lost");
  assert.deepEqual(roster.stream, { state: "lost", seconds: 2, why: "not live: the server cannot be reached" });
});
