import { h, svg } from "./dom.js";
import { memory, percent } from "./format.js";
import { linePoints } from "./geometry.js";

const WIDTH = 300;
const HEIGHT = 60;
const MAX_SAMPLES = 200;

/** Memory and CPU of one container over time, as two small lines that grow. */
export class Samples {
  #samples = [];

  constructor(samples) {
    this.memory = new Line("Memory", "memory_usage", memory);
    this.cpu = new Line("CPU", "cpu_usage", percent);
    this.element = h("div", { className: "charts" }, this.memory.element, this.cpu.element);
    samples.forEach((sample) => addSample(this.#samples, sample));
    this.#draw();
  }

  add(sample) {
    addSample(this.#samples, sample);
    this.#draw();
  }

  #draw() {
    this.memory.draw(this.#samples);
    this.cpu.draw(this.#samples);
  }
}

/** Adds a sample that is newer than the last one; the oldest makes room for it. */
export function addSample(samples, sample) {
  const last = samples.at(-1);
  if (last && Date.parse(last.timestamp) >= Date.parse(sample.timestamp)) return;
  samples.push(sample);
  if (samples.length > MAX_SAMPLES) samples.shift();
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
    this.line.setAttribute("points", linePoints(samples, this.field, { width: WIDTH, height: HEIGHT }));
    const text = `${this.title}: ${this.words(values.at(-1) ?? 0)}, at most ${this.words(most)} in ${samples.length} sample${samples.length === 1 ? "" : "s"}`;
    this.picture.setAttribute("aria-label", text);
    this.caption.textContent = text;
  }
}
