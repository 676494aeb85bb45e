import { warnIfOpen } from "./access.js";
import { requestsView } from "./requests.js";
import { get } from "./api.js";
import { detailDialog } from "./details.js";
import { h, setText } from "./dom.js";
import { navigate, onNavigate } from "./router.js";
import { Roster } from "./roster.js";
import { swarmView } from "./swarm.js";
import { historyView } from "./history.js";
import { varsView } from "./vars.js";
import { zone } from "./format.js";

const roster = new Roster();
const views = {
  swarm: { title: "Swarm", make: swarmView },
  history: { title: "History", make: historyView },
  requests: { title: "Requests", make: requestsView },
  vars: { title: "Variables", make: varsView },
};
const FORMER_NAMES = { memory: "history", answers: "requests" }; // some bookmarks have them
const shown = {};

const nav = document.getElementById("views");
const main = document.getElementById("view");
const streamLine = document.getElementById("stream");

for (const [name, { title }] of Object.entries(views)) {
  const link = h(
    "a",
    {
      href: `?view=${name}`,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        navigate({ view: name === "swarm" ? null : name });
      },
    },
    title,
  );
  nav.append(link);
  views[name].link = link;
}

let current = null;
onNavigate((query) => {
  const asked = FORMER_NAMES[query.get("view")] ?? query.get("view");
  const name = asked in views ? asked : "swarm";
  shown[name] ??= views[name].make(roster);
  if (current !== name) {
    shown[current]?.onHide?.();
    current = name;
    main.replaceChildren(shown[name].element);
    for (const [each, { link }] of Object.entries(views)) {
      if (each === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = name === "swarm" ? "Rollcall" : `Rollcall: ${views[name].title}`;
  }
  shown[name].onShow?.(query);
});

function showStream() {
  const { state, replica, seconds, why } = roster.stream;
  streamLine.dataset.state = state;
  setText(
    streamLine,
    {
      loading: "loading …",
      live: `live from ${replica}`,
      lost: `${why ?? "not live: the stream was lost"}, next try in ${Math.ceil(seconds)} s`,
    }[state],
  );
}

setText(document.getElementById("zone"), `Times are in ${zone()}.`);
roster.addEventListener("stream", showStream);
showStream();
detailDialog(roster, document.getElementById("details"));
get("/api/status").then(warnIfOpen, () => {}); // the roster reports failures
roster.start();
