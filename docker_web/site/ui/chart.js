import { h, svg } from "./dom.js";
import { memory, percent } from "./format.js";

const WIDTH = 300;
const HEIGHT = 60;
const MOST = 200;

/** Memory and CPU of one container over time, as two small lines that grow. */
export class Samples {
  #samples = [];

  constructor(samples) {
    this.memory = new Line("Memory", "memory_usage", memory);
    this.cpu = new Line("CPU", "cpu_usage", percent);
    this.element = h("div", { className: "charts" }, this.memory.element, this.cpu.element);
    samples.forEach((sample) => this.#keep(sample));
    this.#draw();
  }

  add(sample) {
    this.#keep(sample);
    this.#draw();
  }

  #keep(sample) {
    const last = this.#samples.at(-1);
    if (last && Date.parse(last.timestamp) >= Date.parse(sample.timestamp)) return;
    this.#samples.push(sample);
    if (this.#samples.length > MOST) this.#samples.shift();
  }

  #draw() {
    this.memory.draw(this.#samples);
    this.cpu.draw(this.#samples);
  }
}

class Line {
  constructor(title, field, words) {
    Object.assign(this, { title, field, words });
    this.line = svg("polyline", { fill: "none" });
    this.picture = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", preserveAspectRatio: "none" },
      this.line,
    );
    this.caption = h("figcaption");
    this.element = h("figure", {}, this.picture, this.caption);
  }

  draw(samples) {
    const values = samples.map((sample) => sample[this.field]);
    const most = Math.max(...values, 1e-9);
    const start = Date.parse(samples[0]?.timestamp);
    const span = Math.max(1, Date.parse(samples.at(-1)?.timestamp) - start);
    const points = samples.map((sample, i) => {
      const x = samples.length === 1 ? 0 : ((Date.parse(sample.timestamp) - start) / span) * WIDTH;
      return `${x.toFixed(1)},${(HEIGHT - 2 - (values[i] / most) * (HEIGHT - 4)).toFixed(1)}`;
    });
    if (points.length === 1) points.push(`${WIDTH},${points[0].split(",")[1]}`);
    this.line.setAttribute("points", points.join(" "));
    const text = `${this.title}: ${this.words(values.at(-1) ?? 0)}, at most ${this.words(most)} in ${samples.length} sample${samples.length === 1 ? "" : "s"}`;
    this.picture.setAttribute("aria-label", text);
    this.caption.textContent = text;
  }
}
