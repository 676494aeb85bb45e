/**
 * An element. Properties whose names begin with "on" are listeners, "data-" and "aria-" ones and
 * "role" are attributes, the rest are the element's own. Children are nodes or texts, never markup:
 * a container named "<img onerror=…>" is just a name.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (/^(data-|aria-|role$|for$)/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Sets a text only when it is another: a screen reader reads every change out. */
export function setText(element, text) {
  if (element.said === text) return;
  element.said = text;
  element.textContent = text;
}
