/**
 * Changes a part of the page into another one without replacing what is alike: a control that stays in the page keeps
 * the focus, the scroll position and what was typed.
 *
 * Elements are alike if they have the same tag and the same `data-key`, or both have none. `data-whole` marks one that
 * is never taken apart.
 */

import {behaveAs, nodesOf} from './dom.js';

/** @import {Child} from '#types' */

/** @type {WeakMap<Element, (staying: HTMLElement) => void>} */
const adopters = new WeakMap();

/** Attributes that the reader changes: whether details are open, and what a field holds. */
const READERS = new Set(['open', 'value', 'checked', 'selected']);

/** @param {Node | undefined} node */
const keyOf = node => (node instanceof HTMLElement ? node.dataset.key : undefined);

/**
 * Calls back, instead of patching its inside, when an element of the same key stays in the page in place of this one.
 *
 * @param {HTMLElement} element
 * @param {(staying: HTMLElement) => void} adopt
 */
export function whenKept(element, adopt) {
  adopters.set(element, adopt);
}

/**
 * Gives an element these children.
 *
 * @param {Element} parent
 * @param {Child} children
 */
export function patch(parent, children) {
  const wanted = nodesOf(children);
  const keys = new Set(wanted.map(keyOf).filter(Boolean));
  [...parent.childNodes]
    .filter(node => keyOf(node) !== undefined && !keys.has(keyOf(node)) && !wanted.includes(node))
    .forEach(node => node.remove());
  /** @type {ChildNode | null} */
  let place = parent.firstChild;
  for (const next of wanted) {
    const staying = next.parentNode === parent ? next : match(parent, place, next);
    if (staying && staying === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(staying ?? next, place);
    }
    if (staying && staying !== next) {
      update(staying, next);
    }
  }
  while (place) {
    const after = /** @type {ChildNode | null} */ (place.nextSibling);
    place.remove();
    place = after;
  }
}

/**
 * The child that stays for this one: by key, otherwise the one in its place if it is alike.
 *
 * @param {Element} parent
 * @param {Node | null} place
 * @param {Node} next
 */
function match(parent, place, next) {
  const key = keyOf(next);
  const found = key === undefined ? place : [...parent.children].find(each => keyOf(each) === key);
  return found && alike(found, next) ? found : null;
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function alike(one, other) {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName || keyOf(one) !== keyOf(other)) {
    return false;
  }
  return (
    !(one instanceof HTMLElement) || !('whole' in one.dataset || 'whole' in /** @type {HTMLElement} */ (other).dataset)
  );
}

/**
 * @param {Node} staying
 * @param {Node} next
 */
function update(staying, next) {
  if (!(staying instanceof Element) || !(next instanceof Element)) {
    if (staying.textContent !== next.textContent) {
      staying.textContent = next.textContent;
    }
    return;
  }
  const adopt = adopters.get(next);
  if (adopt && staying instanceof HTMLElement) {
    adopters.set(staying, adopt);
    adopt(staying);
    return;
  }
  attributes(staying, next);
  behaveAs(staying, next);
  patch(staying, [...next.childNodes]);
  values(staying, next);
}

/**
 * @param {Element} staying
 * @param {Element} next
 */
function attributes(staying, next) {
  for (const {name} of [...staying.attributes]) {
    if (!next.hasAttribute(name) && !READERS.has(name)) {
      staying.removeAttribute(name);
    }
  }
  for (const {name, value} of next.attributes) {
    if (staying.getAttribute(name) !== value && !READERS.has(name)) {
      // Style attributes are forbidden by the policy; the style sheet object is not.
      if (name === 'style') {
        /** @type {HTMLElement} */ (staying).style.cssText = value;
      } else {
        staying.setAttribute(name, value);
      }
    }
  }
}

/**
 * What fields hold, unless the reader is in them.
 *
 * @param {Element} staying
 * @param {Element} next
 */
function values(staying, next) {
  if (staying === document.activeElement && !(staying instanceof HTMLSelectElement)) {
    return;
  }
  if (staying instanceof HTMLSelectElement && next instanceof HTMLSelectElement) {
    staying.value = next.dataset.chosen ?? staying.value;
  } else if (staying instanceof HTMLInputElement && next instanceof HTMLInputElement) {
    staying.value = next.value;
    staying.checked = next.checked;
  }
}

/**
 * Runs a change that replaces elements, and gives the focus back to the like of the one that had it: the same place in
 * the order of those with the same tag and name. Where there is none, the container has it.
 *
 * @param {HTMLElement} container
 * @param {() => void} change
 */
export function keepingFocus(container, change) {
  const had = document.activeElement;
  if (!(had instanceof HTMLElement) || had === container || !container.contains(had)) {
    change();
    return;
  }
  const name = nameOf(had);
  const index = likes(container, had.tagName, name).indexOf(had);
  change();
  if (!had.isConnected) {
    const like = likes(container, had.tagName, name)[index];
    if (!like) {
      container.tabIndex = -1;
    }
    (like ?? container).focus({preventScroll: true});
  }
}

/**
 * @param {HTMLElement} container
 * @param {string} tag
 * @param {string} name
 */
const likes = (container, tag, name) =>
  /** @type {HTMLElement[]} */ ([...container.querySelectorAll(tag)]).filter(each => nameOf(each) === name);

/** @param {HTMLElement} element */
function nameOf(element) {
  const label =
    element instanceof HTMLSelectElement || element instanceof HTMLInputElement
      ? (element.closest('label')?.querySelector('span')?.textContent ?? element.name)
      : element.textContent;
  return element.dataset.key ?? element.getAttribute('aria-label') ?? label ?? '';
}
