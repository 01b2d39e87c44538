/** Cards that load by themselves: each shows its own figures, or what went wrong with them and a way to try again. */

import {asError} from '../api/api.js';
import {el} from './dom.js';
import {moment} from './format.js';
import {failure} from './notices.js';
import {keepingFocus, patch, whenKept} from './patch.js';
import {t} from './text.js';

/**
 * @import {Child, Context, Get} from '#types'
 */

/** How long a card that still has no figures keeps those below it from being shown. */
const LONGEST_HOLD_MS = 2_500;

/**
 * A card. `load` reads what it shows, `draw` shows it; `early` may show a part of it before.
 *
 * @template T
 * @typedef CardOf
 * @property {string | null} title
 * @property {Child} [head] controls beside the title
 * @property {string} [className]
 * @property {(get: Get, early: (children: Child) => void) => Promise<T>} load
 * @property {(value: T) => Child} draw nothing hides the card
 * @property {(value: T) => string | null | undefined} [said] the result in a sentence, for a screen reader
 */

/**
 * The cards that failed: to try one of them again is to try all.
 *
 * @type {Set<() => void>}
 */
const failures = new Set();

/**
 * A card that loads. While it does, it keeps its last figures, greyed.
 *
 * @template T
 * @param {Context} context
 * @param {string} key the same for the same card with other figures
 * @param {CardOf<T>} card
 * @returns {HTMLElement}
 */
export function loading(context, key, card) {
  const header = () =>
    card.title === null ? null : el('header', {'data-key': 'header'}, el('h2', {}, card.title), card.head);
  const className = `card ${card.className ?? ''}`;
  let section = el(
    'section',
    {class: className, 'data-key': key, 'aria-busy': 'true'},
    header(),
    el(
      'div',
      {class: 'figures-of', 'data-key': 'figures', 'data-empty': true, 'data-first': true},
      el('div', {class: 'waiting', 'data-key': 'waiting', 'aria-hidden': 'true'}),
    ),
  );
  whenKept(section, staying => {
    section = staying;
    section.className = className;
    section.setAttribute('aria-busy', 'true');
    const figures = place();
    patch(section, [header(), figures]);
  });
  const place = () => /** @type {HTMLElement} */ (section.querySelector(':scope > .figures-of'));

  /** @param {Child} children */
  const early = children => {
    if (!context.signal.aborted) {
      delete place().dataset.empty;
      patch(place(), children);
    }
  };
  /** @param {Child} children */
  const show = children => {
    const figures = place();
    delete figures.dataset.empty;
    delete figures.dataset.first;
    keepingFocus(figures, () => patch(figures, children));
  };
  const run = async () => {
    const reader = readerOf(context);
    section.setAttribute('aria-busy', 'true');
    try {
      const value = await card.load(reader.get, early);
      if (!context.signal.aborted) {
        drawn(value, reader.oldest());
      }
    } catch (error) {
      if (!context.signal.aborted) {
        failed(error);
      }
    }
  };
  /**
   * @param {T} value
   * @param {number | null} asOf of figures from before the network went
   */
  const drawn = (value, asOf) => {
    section.removeAttribute('aria-busy');
    const children = card.draw(value);
    section.hidden = !children || (Array.isArray(children) && children.length === 0);
    show([asOf === null ? null : offline(context, asOf, retry), children]);
    const said = asOf === null ? card.said?.(value) : null;
    if (said) {
      context.announce(said);
    }
  };
  /** @param {unknown} error */
  const failed = error => {
    section.removeAttribute('aria-busy');
    failures.add(again);
    if (asError(error).kind === 'key') {
      context.say(error);
      return;
    }
    const figures = place();
    const notice = el('div', {'data-key': 'failure'}, failure(error, retry));
    delete figures.dataset.first;
    const before = 'empty' in figures.dataset ? [] : [...figures.childNodes].filter(node => !isFailure(node));
    figures.classList.toggle('stale', before.length > 0);
    patch(figures, [notice, before]);
    if (asError(error).kind === 'network') {
      addEventListener('online', retry, {once: true, signal: context.signal});
    }
  };
  const again = () => {
    if (!context.signal.aborted) {
      place().classList.remove('stale');
      run();
    }
  };
  const retry = () => {
    context.announce(t('Loading'));
    const all = new Set([again, ...failures]);
    failures.clear();
    all.forEach(each => each());
  };
  // Cards below wait for this one, so that nothing moves, but not for long.
  setTimeout(() => delete place().dataset.first, LONGEST_HOLD_MS);
  // After the caller has put the card into the page, where it may turn out to be there already.
  queueMicrotask(run);
  return section;
}

/** @param {Node} node */
const isFailure = node => node instanceof HTMLElement && node.dataset.key === 'failure';

/**
 * The requests of a view that are under way or answered: cards that show the same figures share them.
 *
 * @type {WeakMap<Context, Map<string, Promise<object>>>}
 */
const reads = new WeakMap();

/**
 * Reads for one card, and remembers whether any of its figures are from before the network went.
 *
 * @param {Context} context
 * @returns {{get: Get, oldest: () => number | null}}
 */
function readerOf(context) {
  const {api, signal} = context;
  const shared = reads.get(context) ?? new Map();
  reads.set(context, shared);
  /** @type {number[]} */
  const old = [];
  /** @type {(path: any, params?: any) => Promise<any>} */
  const get = async (path, params = {}) => {
    const name = JSON.stringify([path, params]);
    const read = shared.get(name) ?? api.get(path, params, signal);
    shared.set(name, read);
    try {
      return await read;
    } catch (error) {
      shared.delete(name);
      const last = asError(error).kind === 'network' ? api.last(path, params) : undefined;
      if (!last) {
        throw error;
      }
      old.push(last.at);
      return last.answer;
    }
  };
  return {get, oldest: () => (old.length ? Math.min(...old) : null)};
}

/**
 * @param {Context} context
 * @param {number} asOf
 * @param {() => void} retry
 */
function offline(context, asOf, retry) {
  addEventListener('online', retry, {once: true, signal: context.signal});
  return el(
    'p',
    {class: 'warning', 'data-key': 'offline'},
    el('strong', {}, t('No connection. ')),
    t('These figures are from {time}. ', {time: moment(asOf, context.site.time_zone, {timeStyle: 'short'})}),
    el('button', {type: 'button', on: {click: retry}}, t('Try again')),
  );
}
