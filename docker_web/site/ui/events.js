/** Parses server-sent events from text that arrives in pieces. */
export class EventParser {
  #rest = "";

  /** Returns the events that this piece completes, each as {data, retry}; what an event lacks is null. */
  push(text) {
    const events = (this.#rest + text).split("\n\n");
    this.#rest = events.pop();
    return events.map(parse);
  }
}

function parse(event) {
  const data = [];
  let retry = null;
  for (const line of event.split("\n")) {
    if (line.startsWith("data:")) data.push(line.slice(5));
    if (/^retry: *\d+$/.test(line)) retry = Number(line.slice(6));
  }
  return { data: data.length > 0 ? data.join("\n") : null, retry };
}
