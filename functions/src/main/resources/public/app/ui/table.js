/** Tables: each column sorts, and above 12 rows there is a search field and the rest is folded. */

import {el} from './dom.js';
import {known} from './format.js';
import {t} from './text.js';

/** @import {Column} from '#types' */

/** Tables with more rows have a search field, and show these at first. */
export const AT_ONCE = 12;

/** @typedef {'ascending' | 'descending'} Direction */

/**
 * How the reader has sorted a table, by its caption, so that other figures come in the same order.
 *
 * @type {Map<string, {label: string, direction: Direction}>}
 */
const orders = new Map();

const collator = new Intl.Collator(undefined, {numeric: true});
const DECIMAL = new Intl.NumberFormat().formatToParts(1.5).find(part => part.type === 'decimal')?.value ?? '.';
const UNIT_SECONDS = new Map([
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]);

/**
 * A table. Columns are `{label, cell(row), number, wide, bar(row), sort(row)}`: wide ones are hidden on phones; without
 * `sort`, a column sorts by what its cells show.
 *
 * @template Row
 * @param {string} caption
 * @param {Column<Row>[]} columns
 * @param {readonly Row[]} rows
 * @param {{id?: string | null, showCaption?: boolean, whole?: boolean}} options `whole`: all rows at once, as of days
 */
export function table(caption, columns, rows, {id = null, showCaption = false, whole = false} = {}) {
  const long = rows.length > AT_ONCE && !whole;
  const order = orders.get(caption);
  const list = el(
    'table',
    {id, class: long ? 'folds' : null},
    el('caption', {class: showCaption ? null : 'unseen'}, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        columns.map(column => heading(column, rows.length > 1, order?.label === column.label ? order.direction : null)),
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
            index === 0 ? first(column, row) : el('td', attributes(column, row), column.cell(row)),
          ),
        ),
      ),
    ),
  );
  if (order) {
    arrange(list);
  }
  const scroll = el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption}, list);
  return long ? el('div', {class: 'long'}, search(caption), scroll, unfold(rows.length)) : scroll;
}

/**
 * @template Row
 * @param {Column<Row>} column
 */
const kind = column => [column.number && 'number', column.wide && 'wide'].filter(Boolean).join(' ') || null;

/**
 * @template Row
 * @param {Column<Row>} column
 * @param {Row} row
 */
const attributes = (column, row) => ({class: kind(column), 'data-sort': column.sort ? (column.sort(row) ?? '') : null});

/**
 * @template Row
 * @param {Column<Row>} column
 * @param {boolean} sorts
 * @param {Direction | null} direction
 */
function heading(column, sorts, direction) {
  return el(
    'th',
    {scope: 'col', class: kind(column), 'aria-sort': direction},
    sorts && column.label
      ? el('button', {type: 'button', class: 'sort', on: {click: event => sortBy(event.currentTarget)}}, column.label)
      : column.label,
  );
}

/** @param {HTMLElement} button */
function sortBy(button) {
  const cell = /** @type {HTMLTableCellElement} */ (button.closest('th'));
  const list = /** @type {HTMLTableElement} */ (button.closest('table'));
  const before = cell.getAttribute('aria-sort');
  const firstWay = cell.classList.contains('number') ? 'descending' : 'ascending';
  const direction = before === null ? firstWay : before === 'ascending' ? 'descending' : 'ascending';
  list.querySelectorAll('th[aria-sort]').forEach(each => each.removeAttribute('aria-sort'));
  cell.setAttribute('aria-sort', direction);
  orders.set(list.caption?.textContent ?? '', {label: button.textContent ?? '', direction});
  arrange(list);
}

/**
 * Puts the rows in the order of the sorted column.
 *
 * @param {HTMLTableElement} list
 */
function arrange(list) {
  const cell = /** @type {HTMLTableCellElement | null} */ (list.querySelector('th[aria-sort]'));
  if (!cell) {
    return;
  }
  const place = cell.cellIndex;
  const number = cell.classList.contains('number');
  const sign = cell.getAttribute('aria-sort') === 'descending' ? -1 : 1;
  const [body] = list.tBodies;
  [...body.rows]
    .map(row => ({row, key: keyOf(row.cells[place], number)}))
    .sort((one, other) =>
      typeof one.key === 'number' && typeof other.key === 'number'
        ? sign * (one.key - other.key)
        : sign * collator.compare(String(one.key), String(other.key)),
    )
    .forEach(({row}) => body.append(row));
}

/**
 * @param {HTMLTableCellElement} cell
 * @param {boolean} number
 */
function keyOf(cell, number) {
  const given = cell.dataset.sort;
  if (!number) {
    return given ?? cell.textContent ?? '';
  }
  return given === undefined ? numberIn(cell.textContent ?? '') : given === '' ? -Infinity : Number(given);
}

/**
 * The number that a text begins with, or the seconds of a duration; less than any where there is none.
 *
 * @param {string} text
 */
function numberIn(text) {
  const parts = [...text.matchAll(/([\d.,’'\s\u00a0\u202f]*\d)\s*(d|h|min|s)?(?![a-z])/gi)];
  if (parts.length === 0) {
    return -Infinity;
  }
  /** @param {string} digits */
  const value = digits =>
    Number(
      digits
        .replace(DECIMAL, 'x')
        .replace(/[^\dx]/g, '')
        .replace('x', '.'),
    );
  return parts[0][2]
    ? parts.reduce((sum, [, digits, unit]) => sum + value(digits) * (UNIT_SECONDS.get(unit) ?? 0), 0)
    : value(parts[0][1]) * (/[-−]\s*\d/.test(text) ? -1 : 1);
}

/** @param {string} caption */
function search(caption) {
  return el('input', {
    type: 'search',
    class: 'search',
    placeholder: t('Search'),
    'aria-label': t('Search in {table}', {table: caption}),
    on: {
      input: event => {
        const field = /** @type {HTMLInputElement} */ (event.currentTarget);
        const asked = field.value.trim().toLocaleLowerCase();
        const list = field.parentElement?.querySelector('table');
        list?.classList.toggle('searched', asked !== '');
        [...(list?.tBodies[0].rows ?? [])].forEach(row => {
          row.hidden = !(row.cells[0].textContent ?? '').toLocaleLowerCase().includes(asked);
        });
      },
    },
  });
}

/** @param {number} rows */
function unfold(rows) {
  return el(
    'button',
    {
      type: 'button',
      class: 'quiet unfold',
      'aria-expanded': 'false',
      on: {
        click: event => {
          const button = event.currentTarget;
          const folded = button.parentElement?.querySelector('table')?.classList.toggle('folds') ?? true;
          button.setAttribute('aria-expanded', String(!folded));
          button.textContent = folded ? t('Show all {n}', {n: rows}) : t('Show {n}', {n: AT_ONCE});
        },
      },
    },
    t('Show all {n}', {n: rows}),
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
    {
      scope: 'row',
      class: [known(share) && 'barred', kind(column)].filter(Boolean).join(' ') || null,
      'data-sort': column.sort ? (column.sort(row) ?? '') : null,
    },
    known(share)
      ? el('span', {class: 'bar', 'aria-hidden': 'true', css: {width: `${(share * 100).toFixed(2)}%`}})
      : null,
    el('span', {class: 'name'}, column.cell(row)),
  );
}
