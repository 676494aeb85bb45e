import { authorization, askForToken } from "./access.js";
import { API } from "./config.js";

/** An answer with an error status, and the problem (RFC 9457) that the server sent. */
export class ProblemError extends Error {
  constructor(status, problem, headers) {
    super([problem.title, problem.detail].filter(Boolean).join(" ") || `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
    this.headers = headers;
  }
}

/** The header that names the page in the request log. Across origins it costs a preflight request, so reads leave it out. */
export const CALLER = { "X-Rollcall-Caller": "dashboard" };
export const READER = API ? {} : CALLER;

/** Sends a request and returns {body, headers}; body is null if the answer has no JSON. */
export async function call(method, path, { body, headers = {}, signal } = {}) {
  const init = {
    method,
    signal,
    cache: "no-store",
    headers: { Accept: "application/json", ...READER, ...authorization(), ...headers },
  };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(API + path, init);
  const text = await answer.text();
  const parsed = text && answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : null;
  if (answer.status === 401 || answer.status === 403) askForToken(method);
  if (!answer.ok) throw new ProblemError(answer.status, parsed ?? {}, answer.headers);
  return { body: parsed, headers: answer.headers };
}

export async function get(path, options) {
  return (await call("GET", path, options)).body;
}

/** The id of the database that an answer is from; null if the answer names none. */
export function databaseOf(headers) {
  return headers.get("X-Rollcall-Database");
}

/** The name of the replica that gave an answer. */
export function servedBy(headers) {
  return headers.get("X-Served-By") ?? "an unnamed replica";
}
