/** Elements from data. Text only ever becomes a text node: nothing that was sent to us is read as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. In `attributes`, `on` is a map of listeners, `css` a map of style properties (set by CSSOM, which a
 * strict Content-Security-Policy allows), true a bare attribute; null, undefined and false are left out.
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, {on = {}, css = {}, ...attributes}, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  Object.entries(on).forEach(([type, listener]) => element.addEventListener(type, listener));
  Object.entries(css).forEach(([property, value]) => element.style.setProperty(property, value));
  append(element, children);
  return element;
}

/** Adds nodes and texts, however nested; null and false are left out. */
export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Puts these children in the place of what is there. */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Text for screen readers only. */
export function unseen(text) {
  return el('span', {class: 'unseen'}, text);
}

/** An icon out of one path on a 20 by 20 grid, drawn with a line. */
export function icon(path) {
  return svg(
    'svg',
    {viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true', focusable: 'false'},
    svg('path', {d: path}),
  );
}
