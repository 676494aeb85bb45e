import { connect, get } from "./api.js";
import { fill, fillBars } from "./table.js";

const REQUESTS = 30;
const element = (id) => document.getElementById(id);

async function show() {
  const { body: roster, servedBy } = await get("/api/containers?limit=200");
  fill(
    element("containers"),
    roster.containers.map((container) => [
      container.name,
      container.image,
      container.node,
      container.state ?? "unknown",
    ]),
  );
  const { body: log } = await get("/api/requests?limit=1");
  fillBars(element("answered"), log.answered);
  return servedBy;
}

// One after the other, so that what is seen is the balancer's turn and not the browser's hurry.
async function ask() {
  const counts = {};
  for (let i = 0; i < REQUESTS; i++) {
    const { servedBy } = await get("/api/status");
    counts[servedBy] = (counts[servedBy] ?? 0) + 1;
  }
  fillBars(element("asked"), counts);
  await show();
}

async function attempt(task) {
  try {
    await task();
  } catch (error) {
    element("state").textContent = error.message;
  }
}

element("ask").addEventListener("click", async (event) => {
  event.target.disabled = true;
  await attempt(ask);
  event.target.disabled = false;
});

attempt(async () => {
  const api = await connect();
  const servedBy = await show();
  element("state").textContent = `The API at ${api}; answered by ${servedBy}.`;
});
