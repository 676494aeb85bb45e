// Fills tables. Texts go in as text nodes: nothing that the API says becomes markup.

export function fill(table, rows) {
  table.tBodies[0].replaceChildren(...rows.map(row));
  table.hidden = false;
}

// Rows of a name, a bar and a number, the names in order.
export function fillBars(table, counts) {
  const most = Math.max(1, ...Object.values(counts));
  const names = Object.keys(counts).sort();
  fill(table, names.map((name) => [name, bar(counts[name], most), String(counts[name])]));
}

function bar(value, max) {
  const meter = document.createElement("meter");
  meter.max = max;
  meter.value = value;
  return meter;
}

function row(cells) {
  const tr = document.createElement("tr");
  for (const cell of cells) {
    const td = document.createElement("td");
    td.append(cell ?? "");
    tr.append(td);
  }
  return tr;
}
