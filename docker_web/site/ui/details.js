import { ProblemError, get } from "./api.js";
import { Samples } from "./chart.js";
import { h } from "./dom.js";
import { navigate, onNavigate, parameters } from "./router.js";
import { ago, clock, endOf, memory, percent, shortId, stateText } from "./format.js";

/** A dialog with all fields of one container. It is open while the URL has the container's id. */
export function detailDialog(roster, host) {
  const body = h("div");
  const title = h("h2", { id: "details-title" });
  const close = h("button", { type: "button", className: "close", onclick: () => dialog.close() }, "Close");
  const dialog = h(
    "dialog",
    { "aria-labelledby": "details-title", onclose: () => parameters().get("id") && navigate({ id: null }) },
    h("header", {}, title, close),
    body,
  );
  host.append(dialog);
  let open = null;
  let samples = null;

  async function show(id) {
    open = id;
    title.textContent = shortId(id);
    body.replaceChildren(h("p", {}, "loading …"));
    if (!dialog.open) dialog.showModal();
    try {
      const path = `/api/containers/${encodeURIComponent(id)}`;
      const [container, history, reports] = await Promise.all([
        get(path),
        get(`${path}/history`),
        get(`${path}/reports?limit=200`),
      ]);
      if (open !== id) return;
      samples = new Samples([...reports.reports].reverse());
      samples.add(container);
      draw(container, history);
    } catch (error) {
      if (open === id)
        body.replaceChildren(
          h(
            "p",
            { className: "problem", role: "alert" },
            error instanceof ProblemError
              ? error.message
              : "The server cannot be reached; it is tried again when something changes.",
          ),
        );
    }
  }

  function draw(container, history) {
    title.textContent = container.name;
    const fields = h("dl");
    for (const [term, text] of fieldsOf(container)) fields.append(h("dt", {}, term), h("dd", {}, text));
    body.replaceChildren(
      fields,
      samples.element,
      placements(history, container),
      transitions(history),
      labels(container),
    );
  }

  onNavigate((query) => {
    const id = query.get("id");
    if (id && id !== open) show(id);
    if (!id) {
      open = null;
      if (dialog.open) dialog.close();
    }
  });
  roster.addEventListener("changed", ({ detail }) => {
    if (!open || !detail.has(open)) return;
    const container = roster.containers.get(open);
    if (container && samples) samples.add(container);
  });
  roster.addEventListener("change", ({ detail }) => {
    if (detail.container?.id === open) show(open);
  });
}

function fieldsOf(container) {
  const { limits, ports, networks } = container;
  return [
    ["id", container.id],
    ["image", container.image],
    ["image digest", container.image_digest],
    ["kind", container.kind === "process" ? "process, no container" : null],
    ["state", stateText(container)],
    ["node", container.node],
    ["service", container.service],
    ["slot", container.slot],
    ["task", container.task],
    ["restarts", container.restarts],
    ["created", container.created && `${clock(container.created)} (${ago(container.created)})`],
    ["started", container.started && `${clock(container.started)} (${ago(container.started)})`],
    [
      "ended because",
      container.finished && container.stopped !== undefined
        ? container.stopped
          ? "it was asked to stop"
          : "of itself"
        : null,
    ],
    ["finished", container.finished && `${clock(container.finished)} (${ago(container.finished)})`],
    ["memory", memory(container.memory_usage) + (limits?.memory ? ` of ${memory(limits.memory)}` : "")],
    ["cpu", percent(container.cpu_usage)],
    ["ports", (ports ?? []).map(portText).join(", ")],
    ["networks", (networks ?? []).map((network) => `${network.name} ${network.ip_address ?? ""}`).join(", ")],
    ["first seen", clock(container.first_seen)],
    ["last seen", clock(container.last_seen)],
    ["removed", container.removed_at && clock(container.removed_at)],
  ]
    .filter(([, text]) => text !== null && text !== undefined && text !== "")
    .map(([term, text]) => [term, String(text)]);
}

function portText(port) {
  const inside = `${port.container_port}/${port.protocol}`;
  return port.host_port ? `${port.host_ip ? `${port.host_ip}:` : ""}${port.host_port} → ${inside}` : inside;
}

function placements({ placements: list }, container) {
  return table(
    "Placements",
    ["node", "from", "to", "ended as"],
    list.map((each) => {
      const end = endOf(each, container);
      return [each.node ?? "", clock(each.first_seen), end ? clock(end) : "now", end ? stateText(each) : ""];
    }),
  );
}

function transitions({ transitions: list }) {
  return table(
    "What happened",
    ["time", "state"],
    (list ?? []).map((each) => [clock(each.time), stateText(each)]),
  );
}

function labels({ labels: map }) {
  return table("Labels", ["label", "value"], Object.entries(map ?? {}));
}

function table(title, columns, rows) {
  if (rows.length === 0) return h("div");
  return h(
    "table",
    {},
    h("caption", {}, title),
    h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))),
  );
}
