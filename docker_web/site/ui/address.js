/** The origin of the API: "" for the page's own; with a port, that port of the page's host. */
export function apiOrigin({ protocol, hostname }, port) {
  return port ? `${protocol}//${hostname}:${port}`.replace(/^(http:.*):80$|^(https:.*):443$/, "$1$2") : "";
}

/** The path of a variable. Its key is one segment, but browsers resolve "." and "..", even when escaped. */
export function variablePath(key) {
  if (key === "." || key === "..") throw new Error(`"${key}" cannot be a key. Choose another.`);
  return `/api/vars/${encodeURIComponent(key)}`;
}
