// Numbers and times as people say them.

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 minutes ago", from ISO text; "now" within two seconds. */
export function ago(time, now = Date.now()) {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  if (seconds < 2) return "now";
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${unit}${count > 1 ? "s" : ""} ago`;
  }
  return `${seconds} seconds ago`;
}

/** A clock's time; with the day when it is not today's. */
export function clock(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString() : date.toLocaleString();
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
