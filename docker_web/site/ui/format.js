// Numbers, times and states as people read them.

/** How far back a view reaches, in minutes. */
export const SPANS = { "15 minutes": 15, "1 hour": 60, "1 day": 1440, "7 days": 10_080 };

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 minutes ago", from a time in ISO 8601; "now" for less than two seconds. */
export function ago(time, now = Date.now()) {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  if (seconds < 2) return "now";
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${unit}${count > 1 ? "s" : ""} ago`;
  }
  return `${seconds} seconds ago`;
}

/** The local time as 23:04:05, with the date if that is not today. Returns an invalid time as it is. */
export function clock(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const isToday = date.toDateString() === new Date().toDateString();
  const ofDay = [date.getHours(), date.getMinutes(), date.getSeconds()].map(digits).join(":");
  return isToday ? ofDay : `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())} ${ofDay}`;
}

function digits(number) {
  return String(Math.floor(number)).padStart(2, "0");
}

/** The zone of all times on the page, like "UTC+02:00 (Europe/Berlin)". */
export function zone(date = new Date()) {
  const east = -date.getTimezoneOffset();
  const offset =
    east === 0 ? "" : `${east < 0 ? "-" : "+"}${digits(Math.abs(east) / 60)}:${digits(Math.abs(east) % 60)}`;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return `UTC${offset}${timeZone && timeZone !== "UTC" ? ` (${timeZone})` : ""}`;
}

const ENDS = ["exited", "dead", "restarting", "removed"]; // the states that may have an exit code

/** "exited (3)", "restarting (137, out of memory)", "running, unhealthy". */
export function stateText({ state = "unknown", health, exit_code, oom_killed }) {
  const end =
    ENDS.includes(state) && exit_code !== undefined ? ` (${exit_code}${oom_killed ? ", out of memory" : ""})` : "";
  return `${state}${end}${health ? `, ${health}` : ""}`;
}

/** When a placement ended; null while it runs. */
export function endOf(placement, container) {
  if (placement.ended_at) return placement.ended_at;
  if (!["exited", "dead"].includes(placement.state)) return null;
  return container?.finished ? byServer(container.finished, container) : placement.last_seen;
}

/** Converts a time of the node's clock to the server's clock: the age at the time of the report is the same by both. */
function byServer(moment, { timestamp, last_seen }) {
  const age = Math.max(0, Date.parse(timestamp) - Date.parse(moment));
  return new Date(Date.parse(last_seen) - age).toISOString();
}

/** Whether it failed: dead, out of memory, or with an exit code although no stop was requested. */
export function hasFailed({ state, exit_code, oom_killed, stopped }) {
  if (state === "dead" || oom_killed) return true;
  return ENDS.includes(state) && Boolean(exit_code) && !stopped;
}

/** "53.3 MiB", "1.2 GiB". */
export function memory(mebibytes) {
  return mebibytes < 1024 ? `${round(mebibytes)} MiB` : `${round(mebibytes / 1024)} GiB`;
}

/** A fraction of the host as "2.5 %". */
export function percent(fraction) {
  return `${round(fraction * 100)} %`;
}

function round(number) {
  return number < 10 ? Math.round(number * 10) / 10 : Math.round(number);
}

export function shortId(id) {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}

/** The hue of a name's color, the same on every page. */
export function hue(name) {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + char.codePointAt(0)) % 3600;
  return (hash * 137) % 360;
}
