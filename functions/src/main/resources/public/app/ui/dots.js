/** Dot-and-interval plots, drawn as SVG in the rows of a table: every value is there as text too. */

import {el, svg} from './dom.js';
import {known} from './format.js';
import {t} from './text.js';

/** @import {Child} from '#types' */

/**
 * A value with its interval.
 *
 * @typedef Estimate
 * @property {number | null | undefined} value
 * @property {readonly number[] | null | undefined} [interval] low and high
 * @property {'main' | 'second'} kind main is a dot, second a ring
 * @property {boolean} [faint] whether it cannot be told from the reference
 */

/** @typedef {{toShare: (value: number) => number, ticks: number[], reference: number | null}} Scale */

/**
 * A scale on which twice as much is always equally far, from the smallest to the largest of the values.
 *
 * @param {readonly (number | null | undefined)[]} values
 * @param {{least?: number, most?: number}} limits beyond which an interval is cut
 * @returns {Scale}
 */
export function ratioScale(values, {least = 1 / 16, most = 64} = {}) {
  const all = values.filter(known).filter(value => value > 0);
  const low = Math.max(Math.log2(least), Math.floor(Math.log2(Math.min(0.9, ...all))));
  const high = Math.min(Math.log2(most), Math.ceil(Math.log2(Math.max(2, ...all))));
  const step = high - low > 6 ? 2 : 1;
  const ticks = [];
  for (let power = Math.ceil(low / step) * step; power <= high; power += step) {
    ticks.push(2 ** power);
  }
  return {
    toShare: value => between((Math.log2(Math.max(value, 2 ** low)) - low) / (high - low)),
    ticks,
    reference: 1,
  };
}

/**
 * A scale from 0, or from a little below the smallest value, to a little above the largest.
 *
 * @param {readonly (number | null | undefined)[]} values
 * @param {{fromZero?: boolean, most?: number}} options
 * @returns {Scale}
 */
export function plainScale(values, {fromZero = true, most = Infinity} = {}) {
  const all = values.filter(known);
  const largest = Math.max(...all, 0);
  const smallest = fromZero ? 0 : Math.min(...all);
  const margin = (largest - smallest || largest || 1) * 0.12;
  const low = fromZero ? 0 : Math.max(0, smallest - margin);
  const high = Math.min(most, largest + margin);
  return {toShare: value => between((value - low) / (high - low || 1)), ticks: [], reference: null};
}

/** @param {number} share */
const between = share => Math.max(0, Math.min(1, share));

/** Room at both ends for a dot, in percent. */
const MARGIN = 3;

/**
 * @param {Scale} scale
 * @param {number} value
 */
const x = (scale, value) => `${(MARGIN + scale.toShare(value) * (100 - 2 * MARGIN)).toFixed(2)}%`;

/**
 * The drawing of a row; hidden from screen readers, because its values are text beside it.
 *
 * @param {Scale} scale
 * @param {Estimate[]} estimates
 */
export function dots(scale, estimates) {
  const height = 14 * estimates.length + 4;
  return svg(
    'svg',
    {class: 'dot-plot', width: '100%', height, 'aria-hidden': 'true', focusable: 'false'},
    scale.ticks.map(tick => line(x(scale, tick), 0, x(scale, tick), height, tick === scale.reference ? 'one' : 'tick')),
    estimates.map((estimate, index) => mark(scale, estimate, 9 + 14 * index)),
  );
}

/**
 * @param {string} x1
 * @param {number} y1
 * @param {string} x2
 * @param {number} y2
 * @param {string} kind
 */
const line = (x1, y1, x2, y2, kind) => svg('line', {x1, y1, x2, y2, class: kind});

/**
 * @param {Scale} scale
 * @param {Estimate} estimate
 * @param {number} y
 */
function mark(scale, {value, interval, kind, faint}, y) {
  if (!known(value)) {
    return null;
  }
  const classes = `${kind}${faint ? ' faint' : ''}`;
  return svg(
    'g',
    {class: classes},
    known(interval) ? line(x(scale, interval[0]), y, x(scale, interval[1]), y, 'interval') : null,
    svg('circle', {cx: x(scale, value), cy: y, r: 4.5, class: 'dot'}),
  );
}

/**
 * The scale's numbers, for the head of the column.
 *
 * @param {Scale} scale
 * @param {(value: number) => string} write
 */
export function axis(scale, write) {
  return svg(
    'svg',
    {class: 'dot-axis', width: '100%', height: 16, 'aria-hidden': 'true', focusable: 'false'},
    scale.ticks.map(tick => svg('text', {x: x(scale, tick), y: 12, class: 'tick-text'}, write(tick))),
  );
}

/**
 * A column of a plot's table.
 *
 * @template Row
 * @typedef PlotColumn
 * @property {Child} label
 * @property {(row: Row) => Child} cell
 * @property {boolean} [wide] hidden on phones
 * @property {boolean} [number]
 * @property {boolean} [plot] the drawing
 */

/**
 * A table with a column of drawings. Arrow keys move through its rows, and each row is read as a sentence.
 *
 * @template Row
 * @param {string} caption
 * @param {PlotColumn<Row>[]} columns the first names the row
 * @param {readonly Row[]} rows
 * @param {(row: Row) => string} sentence reads a row
 */
export function plotTable(caption, columns, rows, sentence) {
  /** @param {PlotColumn<Row>} column */
  const kind = column =>
    [column.number && 'number', column.wide && 'wide', column.plot && 'plot-cell'].filter(Boolean).join(' ') || null;
  const lines = rows.map(row =>
    el(
      'tr',
      {},
      columns.map((column, index) =>
        index === 0
          ? el('th', {scope: 'row'}, el('span', {class: 'name'}, column.cell(row)))
          : el('td', {class: kind(column)}, column.cell(row)),
      ),
    ),
  );
  /** @param {KeyboardEvent & {currentTarget: HTMLElement}} event */
  const move = event => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const list = [...event.currentTarget.querySelectorAll('tbody tr')];
    if (by !== 0 && list.length > 0) {
      event.preventDefault();
      const at = Math.max(0, Math.min(list.length - 1, list.findIndex(each => each.classList.contains('at')) + by));
      list.forEach((each, index) => each.classList.toggle('at', index === at));
      reading(event.currentTarget, sentence(rows[at]));
    }
  };
  /** @param {FocusEvent & {currentTarget: HTMLElement}} event */
  const leave = event => {
    event.currentTarget.querySelector('tr.at')?.classList.remove('at');
    reading(event.currentTarget, '');
  };
  return el(
    'figure',
    {class: 'dotted'},
    el(
      'div',
      {
        class: 'scroll',
        tabindex: '0',
        role: 'region',
        'aria-label': t('{caption}. Arrow keys read the rows.', {caption}),
        on: {keydown: move, blur: leave},
      },
      el(
        'table',
        {},
        el('caption', {class: 'unseen'}, caption),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            columns.map(column => el('th', {scope: 'col', class: kind(column)}, column.label)),
          ),
        ),
        el('tbody', {}, lines),
      ),
    ),
    el('p', {class: 'fine reading', role: 'status'}),
  );
}

/**
 * @param {HTMLElement} inside
 * @param {string} text
 */
function reading(inside, text) {
  const place = inside.closest('figure')?.querySelector('.reading');
  if (place) {
    place.textContent = text;
  }
}
