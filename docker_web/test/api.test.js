import assert from "node:assert/strict";
import test from "node:test";
import { json, requests, serve } from "./browser.js";
import { CALLER, ProblemError, call, databaseOf, get, servedBy } from "../site/ui/api.js";

test("an answer has the parsed body and the headers", async () => {
  serve(() => json({ revision: 7 }, { headers: { "X-Served-By": "server.2", "X-Rollcall-Database": "db" } }));
  const { body, headers } = await call("GET", "/api/status");
  assert.deepEqual(body, { revision: 7 });
  assert.equal(servedBy(headers), "server.2");
  assert.equal(databaseOf(headers), "db");
});

test("headers that an answer lacks have a substitute", () => {
  assert.equal(servedBy(new Response("").headers), "an unnamed replica");
  assert.equal(databaseOf(new Response("").headers), null);
});

test("an answer without JSON has no body", async () => {
  serve(() => new Response(null, { status: 204 }));
  assert.equal(await get("/api/vars/a"), null);
  serve(() => new Response("<h1>hello</h1>", { headers: { "Content-Type": "text/html" } }));
  assert.equal(await get("/"), null);
});

test("a request names its caller, and its body is JSON", async () => {
  serve(() => json({}));
  await call("PUT", "/api/vars/a", { body: { value: "red" }, headers: { ...CALLER, "If-Match": '"3"' } });
  const [{ method, url, headers, body }] = requests;
  assert.equal(`${method} ${url}`, "PUT /api/vars/a");
  assert.equal(body, '{"value":"red"}');
  assert.equal(headers["Content-Type"], "application/json");
  assert.equal(headers["X-Rollcall-Caller"], "dashboard");
  assert.equal(headers["If-Match"], '"3"');
});

test("a problem becomes an error with the server's words and status", async () => {
  const problem = { title: "Precondition failed.", detail: "It is at revision 4." };
  serve(() => json(problem, { status: 412, headers: { "Content-Type": "application/problem+json" } }));
  await assert.rejects(get("/api/vars/a"), (error) => {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.message, "Precondition failed. It is at revision 4.");
    assert.equal(error.status, 412);
    return true;
  });
});

test("an error page of a proxy becomes an error with its status", async () => {
  serve(() => new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } }));
  await assert.rejects(get("/api/nodes"), { message: "The server answered 502.", status: 502 });
});
