/** The overview's figures, each of which can be shown as a line over the days. */

import {chart, grows} from '../ui/chart.js';
import {el} from '../ui/dom.js';
import {count, duration, longDay, percent} from '../ui/format.js';
import {sum} from '../ui/parts.js';
import {length, plusDays} from '../ui/ranges.js';

/**
 * @import {GoalAnswer, GoalDays, GoalFigures, OverviewAnswer, OverviewDays, OverviewFigures} from '#openapi'
 * @import {Context, Line, Write} from '#types'
 */

/** @typedef {{conversions: number, converters: number}} Macros */

/** @typedef {OverviewFigures & {visitors: number}} Figures */

/**
 * @typedef Measure
 * @property {string} id
 * @property {string} label
 * @property {(row: Figures, macros: Macros) => number | null} of
 * @property {Write} write
 */

/** @param {OverviewFigures} row */
export const perVisit = row => (row.visits ? row.engaged_seconds / row.visits : null);

/**
 * The measures of the line, each computed from an overview row and the macros of its day.
 *
 * @type {Measure[]}
 */
export const MEASURES = [
  {id: 'visitors', label: 'Visitors', of: row => row.visitors, write: count},
  {id: 'visits', label: 'Visits', of: row => row.visits, write: count},
  {id: 'page_views', label: 'Page views', of: row => row.page_views, write: count},
  {id: 'engaged', label: 'Engaged time per visit', of: perVisit, write: duration},
  {id: 'macros', label: 'Conversions', of: (row, macros) => macros.conversions, write: count},
  {
    id: 'rate',
    label: 'Conversion rate',
    of: (row, macros) => (row.visitors ? macros.converters / row.visitors : null),
    write: percent,
  },
];

/**
 * Macro conversions of a range or a day, and the visitors who made them.
 *
 * @param {GoalFigures[] | undefined} goals
 * @returns {Macros}
 */
export const converted = goals => ({
  conversions: sum((goals ?? []).map(goal => goal.conversions)),
  converters: sum((goals ?? []).map(goal => goal.converters)),
});

/**
 * The total of a range; for the conversion rate, a visitor of several days counts on each day.
 *
 * @param {Measure} measure
 * @param {OverviewDays} days
 * @param {Macros} macros
 */
export function total(measure, {rows, total: all}, macros) {
  if (measure.id !== 'rate') {
    return measure.of(all, macros);
  }
  const visitors = sum(rows.map(row => row.visitors));
  return visitors === 0 ? null : macros.converters / visitors;
}

/**
 * The line of the chosen measure.
 *
 * @param {Context} context
 * @param {OverviewAnswer} overview
 * @param {GoalAnswer} goals
 * @param {Measure} chosen
 */
export async function line(context, overview, goals, chosen) {
  if (length(context.range) === 1) {
    return twoWeeks(context, chosen);
  }
  const now = points(overview.rows, goals.rows, chosen);
  const lines = grows(
    {label: chosen.label, values: now, colour: 'accent', fill: true},
    overview.rows.map(row => row.date),
    overview.meta.complete_through,
  );
  if (overview.comparison) {
    const then = points(overview.comparison.rows, goals.comparison?.rows ?? [], chosen);
    lines.push({
      label: 'Before',
      values: now.map((point, index) => then[index] ?? null),
      colour: 'ink-soft',
      dashed: true,
      dates: overview.comparison.rows.map(row => row.date),
    });
  }
  return drawn(chosen, overview.rows, lines);
}

/**
 * A single day makes no line, so it is shown at the end of two weeks.
 *
 * @param {Context} context
 * @param {Measure} chosen
 */
async function twoWeeks({api, path, range, signal}, chosen) {
  const days = {from: plusDays(range.to, -13), to: range.to};
  const [overview, goals] = await Promise.all([
    api.get(`${path}/overview`, days, signal),
    api.get(`${path}/goals`, {...days, tier: 'macro'}, signal),
  ]);
  const values = points(overview.rows, goals.rows, chosen);
  return el(
    'div',
    {},
    el('p', {class: 'fine'}, `The two weeks up to ${longDay(range.to)}, for comparison`),
    drawn(
      chosen,
      overview.rows,
      grows(
        {label: chosen.label, values, colour: 'accent', fill: true},
        overview.rows.map(row => row.date),
        overview.meta.complete_through,
      ),
    ),
  );
}

/**
 * @param {Measure} measure
 * @param {OverviewDays['rows']} rows
 * @param {Line[]} lines
 */
function drawn(measure, rows, lines) {
  return chart({title: `${measure.label} per day`, dates: rows.map(row => row.date), lines, write: measure.write});
}

/**
 * @param {OverviewDays['rows']} rows
 * @param {GoalDays['rows']} goalRows
 * @param {Measure} measure
 */
function points(rows, goalRows, measure) {
  const byDay = Map.groupBy(goalRows, row => row.date);
  return rows.map(row => measure.of(row, converted(byDay.get(row.date))));
}
