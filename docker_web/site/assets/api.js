// Where the API is, and how to ask it.

const base = new URL(location.origin);

// Alone on its port the page learns the API's; behind the balancer it is the page's own origin.
export async function connect() {
  const config = await (await fetch("/config.json")).json();
  if (config.api_port) {
    base.port = config.api_port;
  }
  return base.origin;
}

// Resolves to {body, servedBy}; rejects with an Error that says what to do.
export async function get(path) {
  let answer;
  try {
    answer = await fetch(new URL(path, base));
  } catch {
    throw new Error(
      `${base.origin} does not answer, or does not let pages of ${location.origin} read its answers` +
        " (ROLLCALL_CORS_ORIGINS).",
    );
  }
  const body = await answer.json().catch(() => ({ detail: `HTTP ${answer.status}` }));
  if (!answer.ok) {
    throw new Error([body.detail, body.advice].filter(Boolean).join(" "));
  }
  return { body, servedBy: answer.headers.get("X-Served-By") };
}
