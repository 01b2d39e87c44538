/** Builds elements from data. Text always becomes a text node: nothing that was sent to us is parsed as HTML. */

/** @import {Attributes, Child} from '#types' */

/** @typedef {Record<string, (event: Event) => unknown>} Handlers */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * What each element does on an event. It is looked up when the event happens, so that an element that stays in the page
 * can take over what its successor would do.
 *
 * @type {WeakMap<Element, Handlers>}
 */
const handlers = new WeakMap();

/** @param {Event} event */
const dispatch = event =>
  event.currentTarget instanceof Element && handlers.get(event.currentTarget)?.[event.type]?.(event);

/**
 * @param {Element} element
 * @param {Handlers} on
 */
function listen(element, on) {
  const before = handlers.get(element) ?? {};
  Object.keys(on)
    .filter(type => !(type in before))
    .forEach(type => element.addEventListener(type, dispatch));
  if (before !== on) {
    handlers.set(element, {...Object.fromEntries(Object.keys(before).map(type => [type, () => {}])), ...on});
  }
}

/**
 * Lets an element that stays do what another one would have done.
 *
 * @param {Element} staying
 * @param {Element} other
 */
export const behaveAs = (staying, other) => listen(staying, handlers.get(other) ?? {});

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
  listen(element, /** @type {Handlers} */ (on));
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
 * The nodes of children, however nested.
 *
 * @param {Child} children
 * @returns {Node[]}
 */
export function nodesOf(children) {
  if (Array.isArray(children)) {
    return children.flatMap(nodesOf);
  }
  if (children === null || children === undefined || children === false) {
    return [];
  }
  return [children instanceof Node ? children : document.createTextNode(String(children))];
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
