import { h, setText } from "./dom.js";
import { SPANS, clock } from "./format.js";
import { navigate } from "./router.js";

const STEPS = 300;

/** A slider for the time that is shown; its right end is now. */
export function slider() {
  let minutes = 60;
  let wait = null;
  const words = h("output", {}, "now");
  const range = h("input", {
    type: "range",
    min: 0,
    max: STEPS,
    value: STEPS,
    "aria-label": "Time that is shown",
    oninput: () => {
      const at = time();
      setText(words, at ? clock(at) : "now");
      range.setAttribute("aria-valuetext", words.textContent);
      clearTimeout(wait);
      wait = setTimeout(() => navigate({ at }, { replace: true }), 150);
    },
  });
  const span = h(
    "select",
    {
      "aria-label": "How far back the slider reaches",
      onchange: () => {
        minutes = Number(span.value);
        range.value = STEPS;
        navigate({ at: null });
      },
    },
    ...Object.entries(SPANS).map(([name, value]) => h("option", { value, selected: value === minutes }, name)),
  );
  const now = h("button", { type: "button", onclick: () => navigate({ at: null }) }, "Now");

  function time() {
    const back = ((STEPS - range.value) / STEPS) * minutes * 60_000;
    return back === 0 ? null : new Date(Date.now() - back).toISOString();
  }

  function show(at) {
    if (!at) range.value = STEPS;
    else if (!time())
      range.value = Math.max(0, STEPS - Math.round(((Date.now() - Date.parse(at)) / (minutes * 60_000)) * STEPS));
    setText(words, at ? clock(at) : "now");
    range.setAttribute("aria-valuetext", words.textContent);
    now.hidden = !at;
  }

  return {
    element: h("div", { className: "slider", role: "group", "aria-label": "Time" }, span, range, words, now),
    show,
  };
}
