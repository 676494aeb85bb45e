import { variablePath } from "./address.js";
import { CALLER, ProblemError, call, get } from "./api.js";
import { h, setText } from "./dom.js";
import { ago } from "./format.js";

/** The shared variables, in a table that is edited in place. A conflicting edit is shown the new value. */
export function varsView(roster) {
  const status = h("p", { role: "status" });
  const rows = h("tbody");
  const table = h(
    "table",
    {},
    h("caption", {}, "Variables that all replicas share"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...["key", "value", "changed", ""].map((name) =>
          h("th", { scope: "col" }, name || h("span", { className: "unseen" }, "actions")),
        ),
      ),
    ),
    rows,
  );
  const key = h("input", { id: "new-key", required: true, dir: "auto" });
  const value = textField({ id: "new-value" }, "", () => form.requestSubmit());
  const form = h(
    "form",
    { className: "tools", onsubmit: add },
    h("label", {}, "Key ", key),
    h("label", {}, "Value ", value.element),
    h("button", { type: "submit" }, "Set"),
  );
  const element = h("div", {}, form, status, h("div", { className: "scroll" }, table));
  const shown = new Map();
  let timer = null;

  async function load() {
    try {
      const list = [];
      for (let after = ""; after !== undefined;) {
        const page = await get(`/api/vars?limit=1000${after && `&after=${encodeURIComponent(after)}`}`);
        list.push(...page.vars);
        after = page.next;
      }
      draw(list);
    } catch (error) {
      setText(status, error.message);
    }
  }

  function draw(list) {
    const keys = new Set(list.map((each) => each.key));
    for (const [name, row] of shown) {
      if (!keys.has(name)) {
        row.element.remove();
        shown.delete(name);
      }
    }
    for (const variable of list) {
      const row = shown.get(variable.key);
      if (row) row.show(variable);
      else shown.set(variable.key, new Row(variable, say, load));
    }
    // A row that moves loses the focus, so only rows at a wrong place are moved.
    list.forEach(({ key: name }, i) => {
      const { element: row } = shown.get(name);
      if (rows.children[i] !== row) rows.insertBefore(row, rows.children[i] ?? null);
    });
  }

  function say(text) {
    setText(status, text);
  }

  async function add(event) {
    event.preventDefault();
    try {
      await put(key.value, value.read(), { "If-None-Match": "*" });
      say(`${key.value} is set`);
      form.reset();
      key.focus();
    } catch (error) {
      say(
        error instanceof ProblemError && error.status === 412
          ? `${key.value} is there already: edit it below`
          : error.message,
      );
    }
    load();
  }

  roster.addEventListener("change", ({ detail }) => {
    if (timer !== null && detail.what.startsWith("var")) {
      clearTimeout(timer);
      timer = setTimeout(load, 100);
    }
  });
  return {
    element,
    onShow() {
      timer ??= 0;
      load();
    },
    onHide() {
      clearTimeout(timer);
      timer = null;
    },
  };
}

function put(key, value, headers) {
  return call("PUT", variablePath(key), { body: { value }, headers: { ...CALLER, ...headers } });
}

/**
 * A field for text of one or more lines: {element, read()}. Enter confirms a text of one line, Shift+Enter
 * begins a new line. read() returns an unedited text unchanged, with its own line breaks.
 */
function textField(properties, text, confirm) {
  const resize = () => (element.rows = Math.min(12, element.value.split("\n").length));
  const element = h("textarea", {
    rows: 1,
    dir: "auto",
    value: text,
    ...properties,
    oninput: resize,
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      if (element.value.includes("\n") && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      confirm();
    },
  });
  const shown = element.value; // the browser turns all line breaks into "\n"
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  resize();
  return { element, read: () => (element.value === shown ? text : element.value.replaceAll("\n", lineBreak)) };
}

/** One variable. While it is edited, changes of others are shown as a conflict. */
class Row {
  constructor(variable, say, reload) {
    Object.assign(this, { say, reload, editing: null });
    this.value = h("td", { className: "value", dir: "auto" });
    this.changed = h("td");
    this.actions = h("td");
    this.element = h(
      "tr",
      {},
      h("th", { scope: "row", className: "value", dir: "auto" }, variable.key),
      this.value,
      this.changed,
      this.actions,
    );
    this.show(variable);
  }

  show(variable) {
    const isSame = this.variable?.revision === variable.revision;
    this.variable = variable;
    setText(this.changed, [ago(variable.time), variable.author && `by ${variable.author}`].filter(Boolean).join(" "));
    if (this.editing) {
      if (this.editing.revision !== variable.revision) this.#conflict();
      return;
    }
    if (!isSame) this.#draw();
  }

  #draw() {
    const { variable } = this;
    this.value.replaceChildren(variable.value);
    this.actions.replaceChildren(
      h("button", { type: "button", onclick: () => this.#edit(), "aria-label": `Edit ${variable.key}` }, "Edit"),
      " ",
      h("button", { type: "button", onclick: () => this.#delete(), "aria-label": `Delete ${variable.key}` }, "Delete"),
    );
  }

  #edit() {
    const { key, value, revision } = this.variable;
    const input = textField({ "aria-label": `Value of ${key}` }, value, () => this.#save());
    const conflict = h("p", { className: "problem", role: "alert" });
    this.editing = { input, conflict, revision };
    this.value.replaceChildren(input.element, conflict);
    this.actions.replaceChildren(
      h("button", { type: "button", onclick: () => this.#save() }, "Save"),
      " ",
      h("button", { type: "button", onclick: () => this.#stop() }, "Cancel"),
    );
    input.element.focus();
  }

  /** Somebody else changed the variable: shows that, and lets the next save overwrite the new value. */
  #conflict() {
    const { value, author, revision } = this.variable;
    this.editing.revision = revision;
    this.editing.conflict.textContent = `Another changed it meanwhile${author ? ` (${author})` : ""}: it is "${value}" now. Save again to overwrite that, or cancel.`;
  }

  async #save() {
    const { input, revision } = this.editing;
    const { key } = this.variable;
    try {
      await put(key, input.read(), { "If-Match": `"${revision}"` });
      this.say(`${key} is set`);
      this.#stop();
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 412)) this.say(error.message);
    }
    this.reload();
  }

  #stop() {
    this.editing = null;
    this.#draw();
    this.actions.querySelector("button").focus();
  }

  async #delete() {
    const { key, revision } = this.variable;
    try {
      await call("DELETE", variablePath(key), { headers: { ...CALLER, "If-Match": `"${revision}"` } });
      this.say(`${key} is deleted`);
    } catch (error) {
      this.say(
        error instanceof ProblemError && error.status === 412
          ? `${key} was changed meanwhile and is not deleted`
          : error.message,
      );
    }
    this.reload();
  }
}
