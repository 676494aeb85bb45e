import { authorization, refused } from "./access.js";
import { API } from "./config.js";

/** An answer that is no success, with the server's problem (RFC 9457). */
export class ProblemError extends Error {
  constructor(status, problem, headers) {
    super([problem.title, problem.detail].filter(Boolean).join(" ") || `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
    this.headers = headers;
  }
}

/** Who the page says that it is. Across origins each path would have to be asked for leave: not for reads. */
export const CALLER = { "X-Rollcall-Caller": "dashboard" };
export const READER = API ? {} : CALLER;

/** The answer as {body, headers}; body is null where there is none. */
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
  if (answer.status === 401 || answer.status === 403) refused(method);
  if (!answer.ok) throw new ProblemError(answer.status, parsed ?? {}, answer.headers);
  return { body: parsed, headers: answer.headers };
}

export async function get(path, options) {
  return (await call("GET", path, options)).body;
}

/** Which database an answer is from; null from servers that do not say. */
export function databaseOf(headers) {
  return headers.get("X-Rollcall-Database");
}

/** The replica that gave an answer. */
export function servedBy(headers) {
  return headers.get("X-Served-By") ?? "an unnamed replica";
}
