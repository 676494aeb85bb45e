import { h, setText } from "./dom.js";
import { hue, memory, percent, stateText } from "./format.js";
import { containerOrder } from "./order.js";
import { navigate } from "./router.js";

/** A container's card. It is updated in place, so that nothing moves on the screen. */
export class Card {
  constructor(container) {
    this.name = h("strong");
    this.service = h("span", { className: "service" });
    this.image = h("span", { className: "image" });
    this.state = h("span", { className: "state" });
    this.memory = new Bar("memory");
    this.cpu = new Bar("cpu");
    this.button = h(
      "button",
      { type: "button", className: "card", onclick: () => navigate({ id: this.container.id }) },
      this.name,
      this.service,
      this.image,
      this.state,
      this.memory.element,
      this.cpu.element,
    );
    this.element = h("li", {}, this.button);
    this.show(container);
  }

  show(container) {
    const before = this.container;
    this.container = container;
    this.key = containerOrder(container);
    setText(this.name, container.name);
    setText(this.service, container.service ? `${container.service}${container.slot ? `.${container.slot}` : ""}` : "");
    setText(this.image, container.image);
    setText(this.state, withRestarts(container));
    if (before?.state !== container.state) this.button.dataset.state = container.state ?? "unknown";
    if (before?.health !== container.health) this.button.dataset.health = container.health ?? "";
    const color = container.service ?? container.name;
    if (color !== this.color) this.button.style.setProperty("--hue", hue((this.color = color)));
    this.memory.show(container.memory_usage, container.limits?.memory ?? 1024, memory(container.memory_usage));
    this.cpu.show(container.cpu_usage, 1, percent(container.cpu_usage));
    if (before && stateText(before) !== stateText(container)) this.#flash();
  }

  #flash() {
    this.button.classList.remove("fresh");
    requestAnimationFrame(() => this.button.classList.add("fresh"));
  }
}

/** A small bar with a text. The text has the value; the bar is decoration. */
class Bar {
  constructor(title) {
    this.title = title;
    this.fill = h("span", { className: "fill" });
    this.words = h("span", { className: "words" });
    this.element = h("span", { className: "bar" }, this.fill, this.words);
  }

  show(value, most, words) {
    const size = `${Math.min(100, Math.round((100 * value) / most))}%`;
    if (size !== this.size) this.fill.style.inlineSize = this.size = size;
    setText(this.words, `${this.title} ${words}`);
  }
}

/** The state; of a restarting container with the number of its restarts. */
function withRestarts(container) {
  const { state, restarts } = container;
  const times = state === "restarting" && restarts ? `, ${restarts} restart${restarts === 1 ? "" : "s"}` : "";
  return stateText(container) + times;
}
