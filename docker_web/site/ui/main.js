import { warn } from "./access.js";
import { answersView } from "./answers.js";
import { get } from "./api.js";
import { detailDialog } from "./details.js";
import { h, setText } from "./dom.js";
import { go, onPlace } from "./place.js";
import { Roster } from "./roster.js";
import { swarmView } from "./swarm.js";
import { timelineView } from "./timeline.js";
import { varsView } from "./vars.js";
import { zone } from "./words.js";

const roster = new Roster();
const views = {
  swarm: { title: "Swarm", make: swarmView },
  memory: { title: "Memory", make: timelineView },
  answers: { title: "Who answered", make: answersView },
  vars: { title: "Variables", make: varsView },
};
const made = {};

const nav = document.getElementById("views");
const main = document.getElementById("view");
const streamLine = document.getElementById("stream");

for (const [name, { title }] of Object.entries(views)) {
  const link = h("a", {
    href: `?view=${name}`,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go({ view: name === "swarm" ? null : name });
    },
  }, title);
  nav.append(link);
  views[name].link = link;
}

let current = null;
onPlace((query) => {
  const name = query.get("view") in views ? query.get("view") : "swarm";
  made[name] ??= views[name].make(roster);
  if (current !== name) {
    made[current]?.left?.();
    current = name;
    main.replaceChildren(made[name].element);
    for (const [each, { link }] of Object.entries(views)) {
      if (each === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = name === "swarm" ? "Rollcall" : `Rollcall: ${views[name].title}`;
  }
  made[name].moved?.(query);
});

function streamSaid() {
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
roster.addEventListener("stream", streamSaid);
streamSaid();
detailDialog(roster, document.getElementById("details"));
get("/api/status").then(warn, () => {}); // what fails is said by the roster
roster.start();
