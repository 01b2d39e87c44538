/** Components shared by several views. */

import {read, to} from './address.js';
import {el, svg, unseen} from './dom.js';
import {NONE, count, known, percent} from './format.js';
import {countsDiffer, wilson} from './noise.js';
import {NOT_SET, value} from './words.js';
import {t} from './text.js';

/** @import {Child, Choice, Dimension, Write} from '#types' */

export {table} from './table.js';

/**
 * @param {string | null} title
 * @param {Child} children
 * @param {{className?: string, head?: Child, level?: 'h2' | 'h3'}} options
 */
export function card(title, children, {className = '', head = null, level = 'h2'} = {}) {
  return el(
    'section',
    {class: `card ${className}`},
    title === null ? null : el('header', {}, el(level, {}, title), head),
    children,
  );
}

/**
 * The change from the compared period. It has a colour only if it is more than chance: if `differs` says so, or for
 * counts, if the interval of their ratio excludes 1. `good` is the direction that is good news: 1 up, -1 down, 0
 * neither.
 *
 * @param {number | null | undefined} now
 * @param {number | null | undefined} before
 * @param {{good?: number, write?: Write, differs?: boolean | null, short?: boolean}} options
 *     `differs`: null where it is not known; `short`: without words on the page
 */
export function delta(now, before, {good = 1, write = count, differs, short = true} = {}) {
  if (!known(before) || !known(now)) {
    return null;
  }
  if (Number(before) === 0) {
    return el('span', {class: 'delta'}, Number(now) === 0 ? t('no change') : t('none before'));
  }
  const change = now / before - 1;
  const flat = Math.abs(change) < 0.0005;
  const real = differs === undefined ? write === count && countsDiffer(now, before) : differs;
  const tone = flat || good === 0 || !real ? '' : Math.sign(change) === good ? 'better' : 'worse';
  const noise = real === false && !flat;
  return el(
    'span',
    {class: `delta ${tone}`, title: noise ? USUAL : null},
    el('span', {'aria-hidden': 'true'}, flat ? '' : change > 0 ? '▲ ' : '▼ '),
    unseen(flat ? t('no change: ') : change > 0 ? t('up ') : t('down ')),
    percent(Math.abs(change)),
    unseen(t(' from {before}', {before: write(before)})),
    noise ? (short ? unseen(`, ${USUAL}`) : el('span', {class: 'usual'}, USUAL)) : null,
  );
}

const USUAL = t('within the usual range');

/**
 * Drops a comparison in which fewer than half as many days have figures as in the requested range: otherwise a site
 * that has just started measuring would seem to grow a thousandfold.
 *
 * @template {{rows: {date: string}[], comparison?: {rows: {date: string}[]}}} A
 * @param {A} answer
 * @param {(row: A['rows'][number]) => boolean} hasFigures
 * @returns {A}
 */
export function comparable(answer, hasFigures) {
  /** @param {A['rows']} rows */
  const active = rows => new Set(rows.filter(hasFigures).map(row => row.date)).size;
  const comparison = answer.comparison;
  const fewer = comparison && 2 * active(/** @type {A['rows']} */ (comparison.rows)) < Math.max(1, active(answer.rows));
  return fewer ? {...answer, comparison: undefined} : answer;
}

/**
 * Text from outside: unchanged, with its own direction.
 *
 * @param {Child} text
 */
export const verbatim = text => el('bdi', {class: 'verbatim'}, text);

/**
 * A choice among a few options: buttons of which one is pressed.
 *
 * @param {string} label
 * @param {readonly Choice[]} options
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
export function choice(label, options, chosen, choose) {
  return el(
    'div',
    {class: 'choice', role: 'group', 'aria-label': label},
    options.map(([id, text]) =>
      el('button', {type: 'button', 'aria-pressed': String(id === chosen), on: {click: () => choose(id)}}, text),
    ),
  );
}

/**
 * A select with its label. With arrow keys one looks through the options; Enter, or leaving the field, takes one, and
 * Escape takes none. A pointer takes it at once.
 *
 * @param {string} label
 * @param {readonly Choice[]} options
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
export function select(label, options, chosen, choose) {
  /** @param {HTMLSelectElement} list */
  const take = list => {
    delete list.dataset.looking;
    if (list.value !== list.dataset.chosen) {
      list.dataset.chosen = list.value;
      choose(list.value);
    }
  };
  const list = el(
    'select',
    {
      'data-chosen': chosen,
      on: {
        keydown: event => {
          const field = event.currentTarget;
          if (event.key === 'Enter' && 'looking' in field.dataset) {
            event.preventDefault();
            take(field);
          } else if (event.key === 'Escape' && 'looking' in field.dataset) {
            delete field.dataset.looking;
            field.value = field.dataset.chosen ?? '';
          } else if (LOOKING.has(event.key) ? !event.altKey : event.key.length === 1 && event.key !== ' ') {
            field.dataset.looking = '';
          } else if (event.key === ' ' || event.altKey) {
            delete field.dataset.looking;
          }
        },
        pointerdown: event => delete event.currentTarget.dataset.looking,
        change: event => 'looking' in event.currentTarget.dataset || take(event.currentTarget),
        blur: event => take(event.currentTarget),
      },
    },
    options.map(([id, text]) => el('option', {value: id, selected: id === chosen}, text)),
  );
  return el('label', {class: 'select', 'data-key': `select ${label}`}, el('span', {}, label), list);
}

/** Keys that go through the options of a closed select. */
const LOOKING = new Set(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);

/**
 * A rate with its 95 % interval, as a number and as a line with a dot, on one scale for all rows.
 *
 * @param {number} hits
 * @param {number} of
 * @param {number} most the end of the scale
 * @param {number | null} [average] marked on it
 */
export function rate(hits, of, most, average = null) {
  if (of === 0) {
    return NONE;
  }
  const [low, high] = wilson(hits, of);
  /** @param {number} fraction */
  const x = fraction => String(Math.min(1, most > 0 ? fraction / most : 0) * 100);
  return el(
    'span',
    {class: 'rate', title: t('95% certain: {low} to {high}', {low: percent(low), high: percent(high)})},
    el('span', {}, percent(hits / of)),
    unseen(t(' ({low} to {high})', {low: percent(low), high: percent(high)})),
    svg(
      'svg',
      {class: 'interval-bar', viewBox: '0 0 100 12', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
      average === null ? null : svg('line', {class: 'average', x1: x(average), x2: x(average), y1: 0, y2: 12}),
      svg('line', {class: 'span', x1: x(low), x2: x(high), y1: 6, y2: 6}),
      svg('line', {class: 'dot', x1: x(hits / of), x2: x(hits / of), y1: 2, y2: 10}),
    ),
  );
}

/**
 * The end of a scale that shows all intervals whose rates are not of a handful.
 *
 * @param {readonly (readonly [hits: number, of: number])[]} rates
 */
export const scale = rates =>
  largest(
    rates.filter(([, of]) => of > 0).map(([hits, of]) => Math.min(wilson(hits, of)[1], (2.5 * (hits + 2)) / (of + 4))),
  );

/**
 * A value of a dimension: a link that shows all views for it alone.
 *
 * @param {Dimension} dimension
 * @param {string | null | undefined} text
 */
export function filterLink(dimension, text) {
  const {view, id} = read();
  return el(
    'a',
    {class: 'filter', href: to(view, id, {filter: `${dimension}:${text ?? NOT_SET}`})},
    verbatim(value(dimension, text)),
  );
}

/** @param {number[]} numbers */
export const sum = numbers => numbers.reduce((total, each) => total + each, 0);

/** @param {number[]} numbers */
export const largest = numbers => numbers.reduce((most, each) => Math.max(most, each), 0);
