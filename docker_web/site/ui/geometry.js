const MARGIN = 2; // above and below a line, for its stroke

/** The points of a line through the samples' values, as SVG takes them: time to the right, 0 at the bottom. */
export function linePoints(samples, field, { width, height }) {
  const values = samples.map((sample) => sample[field]);
  const times = samples.map((sample) => Date.parse(sample.timestamp));
  const most = Math.max(...values, 1e-9);
  const span = Math.max(1, times.at(-1) - times[0]);
  const points = values.map((value, i) => {
    const x = ((times[i] - times[0]) / span) * width;
    const y = height - MARGIN - (value / most) * (height - 2 * MARGIN);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  // One sample is a level line.
  if (points.length === 1) points.push(points[0].replace("0.0,", `${width},`));
  return points.join(" ");
}

/** Start and length of a bar from one time to another, in percent of the time from `from` to `to`. */
export function barExtent(start, end, { from, to }) {
  const first = Math.max(from, start);
  const last = Math.max(first, Math.min(to, end));
  const percent = (duration) => (100 * duration) / (to - from);
  return { start: percent(first - from), length: percent(last - first) };
}
