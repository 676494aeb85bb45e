import { apiOrigin } from "./address.js";

const RETRY_MS = 1000;

/** The origin of the API, to put before its paths. */
export const API = apiOrigin(location, (await config()).api_port);

/**
 * The web server that sent the page says in config.json whether the API is at another port of its host. A server
 * that is being replaced may not answer; without this no view could be shown.
 */
async function config() {
  for (;;) {
    try {
      const response = await fetch("config.json", { cache: "no-store" });
      if (response.ok) return await response.json();
      say(`HTTP ${response.status}`);
    } catch (error) {
      say(error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function say(reason) {
  document.getElementById("stream").textContent = `Cannot load config.json (${reason}). Retrying…`;
}
