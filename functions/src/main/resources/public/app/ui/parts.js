/** Components shared by several views. */

import {el, unseen} from './dom.js';
import {count, known, percent} from './format.js';

/** @import {Child, Choice, Column, Write} from '#types' */

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
 * The change from the compared period. `good` is the direction that is good news: 1 up, -1 down, 0 neither.
 *
 * @param {number | null | undefined} now
 * @param {number | null | undefined} before
 * @param {{good?: number, write?: Write}} options
 */
export function delta(now, before, {good = 1, write = count} = {}) {
  if (!known(before) || !known(now)) {
    return null;
  }
  if (Number(before) === 0) {
    return el('span', {class: 'delta'}, Number(now) === 0 ? 'no change' : 'none before');
  }
  const change = now / before - 1;
  const flat = Math.abs(change) < 0.0005;
  const tone = flat || good === 0 ? '' : Math.sign(change) === good ? 'better' : 'worse';
  return el(
    'span',
    {class: `delta ${tone}`},
    el('span', {'aria-hidden': 'true'}, flat ? '' : change > 0 ? '▲ ' : '▼ '),
    unseen(flat ? 'no change: ' : change > 0 ? 'up ' : 'down '),
    percent(Math.abs(change)),
    unseen(` from ${write(before)}`),
  );
}

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
 * A table. Columns are `{label, cell(row), number, wide, bar(row)}`: wide ones are hidden on phones.
 *
 * @template Row
 * @param {string} caption
 * @param {Column<Row>[]} columns
 * @param {readonly Row[]} rows
 * @param {{id?: string | null, showCaption?: boolean}} options
 */
export function table(caption, columns, rows, {id = null, showCaption = false} = {}) {
  /** @param {Column<Row>} column */
  const kind = column => [column.number && 'number', column.wide && 'wide'].filter(Boolean).join(' ') || null;
  return el(
    'div',
    {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    el(
      'table',
      {id},
      el('caption', {class: showCaption ? null : 'unseen'}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map(column => el('th', {scope: 'col', class: kind(column)}, column.label)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(row =>
          el(
            'tr',
            {},
            columns.map((column, index) =>
              index === 0 ? first(column, row) : el('td', {class: kind(column)}, column.cell(row)),
            ),
          ),
        ),
      ),
    ),
  );
}

/**
 * The row's name, over a bar that shows its share of the largest value.
 *
 * @template Row
 * @param {Column<Row>} column
 * @param {Row} row
 */
function first(column, row) {
  const share = column.bar?.(row);
  return el(
    'th',
    {scope: 'row', class: known(share) ? 'barred' : null},
    known(share)
      ? el('span', {class: 'bar', 'aria-hidden': 'true', css: {width: `${(share * 100).toFixed(2)}%`}})
      : null,
    el('span', {class: 'name'}, column.cell(row)),
  );
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
 * A select with its label.
 *
 * @param {string} label
 * @param {readonly Choice[]} options
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
export function select(label, options, chosen, choose) {
  const list = el(
    'select',
    {on: {change: event => choose(event.currentTarget.value)}},
    options.map(([id, text]) => el('option', {value: id, selected: id === chosen}, text)),
  );
  return el('label', {class: 'select'}, el('span', {}, label), list);
}

/** @param {number[]} numbers */
export const sum = numbers => numbers.reduce((total, each) => total + each, 0);

/** @param {number[]} numbers */
export const largest = numbers => numbers.reduce((most, each) => Math.max(most, each), 0);
