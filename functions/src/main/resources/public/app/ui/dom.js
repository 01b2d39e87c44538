/** Builds elements from data. Text always becomes a text node: nothing that was sent to us is parsed as HTML. */

/** @import {Attributes, Child} from '#types' */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. In `attributes`, `on` is a map of listeners, `css` a map of style properties (set by CSSOM, which a
 * strict Content-Security-Policy allows), true a bare attribute; null, undefined and false are omitted.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes<HTMLElementTagNameMap[Tag]>} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes<SVGElementTagNameMap[Tag]>} attributes
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @template {HTMLElement | SVGElement} Own
 * @param {Own} element
 * @param {Attributes<Own>} attributes
 * @param {Child[]} children
 * @returns {Own}
 */
function fill(element, {on = {}, css = {}, ...attributes}, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  Object.entries(on).forEach(([type, listener]) =>
    element.addEventListener(type, /** @type {EventListener} */ (listener)),
  );
  Object.entries(css).forEach(([property, value]) => element.style.setProperty(property, value));
  append(element, children);
  return element;
}

/**
 * Appends nodes and texts, however nested; null and false are omitted.
 *
 * @param {Element} element
 * @param {Child} children
 */
export function append(element, children) {
  if (Array.isArray(children)) {
    children.forEach(child => append(element, child));
  } else if (children !== null && children !== undefined && children !== false) {
    element.append(children instanceof Node ? children : String(children));
  }
}

/**
 * Replaces the children.
 *
 * @param {Element} element
 * @param {...Child} children
 */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * Text for screen readers only.
 *
 * @param {string} text
 */
export function unseen(text) {
  return el('span', {class: 'unseen'}, text);
}

/**
 * An icon drawn as one stroked path on a 20 by 20 grid.
 *
 * @param {string} path
 */
export function icon(path) {
  return svg(
    'svg',
    {viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true', focusable: 'false'},
    svg('path', {d: path}),
  );
}
