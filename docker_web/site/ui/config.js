import { apiOrigin } from "./address.js";

// The web server that sent the page says in config.json whether the API is at another port of its host.
const answer = await fetch("config.json", { cache: "no-store" });
const { api_port: port } = await answer.json();

/** The origin of the API, to put before its paths. */
export const API = apiOrigin(location, port);
