import { h } from "./dom.js";
import { HEALTH } from "./matcher.js";
import { navigate, parameters } from "./router.js";

const STATES = ["running", "paused", "restarting", "created", "exited", "removing", "dead", "unknown", ...HEALTH];

/** The fields in which the user sets the filters. `offer` updates the choices. */
export function filterBar() {
  const search = h("input", {
    type: "search",
    id: "q",
    placeholder: "name, image, state, id …",
    oninput: () => navigate({ q: search.value }, { replace: true }),
  });
  const node = choice("node", "Node");
  const service = choice("service", "Service");
  const state = choice("state", "State");
  const element = h(
    "search",
    {},
    h("label", {}, "Search ", search),
    ...[node, service, state].map((each) => each.label),
  );

  function show(query) {
    if (document.activeElement !== search) search.value = query.get("q") ?? "";
    for (const each of [node, service, state]) each.show(query);
  }

  /** @param {Iterable} containers is iterated once, so an iterator will do */
  function offer(containers) {
    const all = [...containers];
    node.offer(distinct(all, "node"));
    service.offer(distinct(all, "service"));
    state.offer(STATES);
    show(parameters());
  }

  return { element, show, offer };
}

function choice(name, title) {
  const select = h("select", { id: name, onchange: () => navigate({ [name]: select.value }) });
  const label = h("label", {}, `${title} `, select);
  let offered = null;
  return {
    label,
    offer(values) {
      const wanted = parameters().get(name);
      const all = wanted && !values.includes(wanted) ? [...values, wanted] : values;
      if (all.join("\n") === offered) return;
      offered = all.join("\n");
      select.replaceChildren(h("option", { value: "" }, "all"), ...all.map((value) => h("option", { value }, value)));
    },
    show(query) {
      select.value = query.get(name) ?? "";
    },
  };
}

function distinct(containers, field) {
  const values = new Set();
  for (const container of containers) if (container[field]) values.add(container[field]);
  return [...values].sort();
}
