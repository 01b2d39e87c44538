/** Today by hour, beside what the same weekday usually has. */

import {loading} from '../ui/cards.js';
import {el, svg} from '../ui/dom.js';
import {count, decimal} from '../ui/format.js';
import {largest, sum, table} from '../ui/parts.js';
import {t} from '../ui/text.js';

/**
 * @import {HoursAnswer} from '#openapi'
 * @import {Context} from '#types'
 */

/** @typedef {HoursAnswer['rows'][number]} Hour */

/**
 * The card of a single day; null for any other range.
 *
 * @param {Context} context
 */
export function hours(context) {
  const {api, path, range, filter} = context;
  if (range.from !== range.to || filter || api.open) {
    return null;
  }
  return loading(context, 'hours', {
    title: t('By hour'),
    load: get => get(`${path}/hours`, {date: range.to}),
    draw: ({rows}) => (rows.some(row => row.visits) ? [el('p', {class: 'lead'}, sentence(rows)), bars(rows)] : null),
    said: ({rows}) => sentence(rows),
  });
}

/** @param {Hour[]} rows */
function sentence(rows) {
  const so = rows.filter(row => row.visits !== null);
  const visits = count(sum(so.map(row => row.visits ?? 0)));
  const usual = count(Math.round(sum(so.map(row => row.usual ?? 0))));
  const isOver = so.length === rows.length;
  if (so.some(row => row.usual === null)) {
    return isOver ? t('{n} visits.', {n: visits}) : t('{n} visits so far.', {n: visits});
  }
  return isOver
    ? t('{n} visits, usually {usual}.', {n: visits, usual})
    : t('{n} visits so far, usually {usual} by this hour.', {n: visits, usual});
}

/**
 * Bars of the hours, with a line where each usually ends.
 *
 * @param {Hour[]} rows
 */
function bars(rows) {
  const most = largest(rows.map(row => Math.max(row.visits ?? 0, row.usual ?? 0))) || 1;
  const width = 100 / rows.length;
  /** @param {number} value */
  const top = value => 40 - (38 * value) / most;
  return el(
    'figure',
    {class: 'hours'},
    svg(
      'svg',
      {viewBox: '0 0 100 40', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
      rows.map((row, index) => [
        svg('rect', {
          x: index * width + width * 0.1,
          y: top(row.visits ?? 0),
          width: width * 0.8,
          height: 40 - top(row.visits ?? 0),
        }),
        row.usual === null
          ? null
          : svg('line', {x1: index * width, x2: (index + 1) * width, y1: top(row.usual), y2: top(row.usual)}),
      ]),
    ),
    el(
      'div',
      {class: 'clock', 'aria-hidden': 'true'},
      rows.filter((row, index) => index % 6 === 0).map(row => el('span', {}, row.hour)),
    ),
    el(
      'details',
      {class: 'figures'},
      el('summary', {}, t('Show as a table')),
      table(
        t('By hour'),
        [
          {label: t('Hour'), cell: row => row.hour},
          {label: t('Visits'), number: true, cell: row => (row.visits === null ? '–' : count(row.visits))},
          {label: t('Usually'), number: true, cell: row => (row.usual === null ? '–' : decimal(row.usual))},
        ],
        rows,
        {whole: true},
      ),
    ),
  );
}
