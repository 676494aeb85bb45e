// Where the API is: at the page's own origin, unless the web server that sent the page says that it
// is at another port of the same host.
const answer = await fetch("config.json", { cache: "no-store" });
const { api_port: port } = await answer.json();

export const API = port
  ? `${location.protocol}//${location.hostname}:${port}`.replace(/^(http:.*):80$|^(https:.*):443$/, "$1$2")
  : "";
