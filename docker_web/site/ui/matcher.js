import { stateText } from "./format.js";

export const HEALTH = ["unhealthy", "starting"];

/** Returns a function that tells whether a container matches the filters of the query. */
export function matcher(query) {
  const text = query.get("q")?.toLowerCase();
  const [node, service, state] = ["node", "service", "state"].map((name) => query.get(name));
  return (container) =>
    (!node || container.node === node) &&
    (!service || container.service === service) &&
    (!state || (HEALTH.includes(state) ? container.health : (container.state ?? "unknown")) === state) &&
    (!text || searchText(container).includes(text));
}

/** What the search field searches: "running, unhealthy" is found by either word. */
function searchText(container) {
  const { id, name, image, node = "", service = "" } = container;
  return `${id} ${name} ${image} ${node} ${service} ${stateText(container)}`.toLowerCase();
}
