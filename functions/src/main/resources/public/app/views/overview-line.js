/** The overview's figures, each of which can be shown as a line over the days. */

import {chart, grows} from '../ui/chart.js';
import {el} from '../ui/dom.js';
import {NONE, amounts, count, day, duration, known, longDay, money, moneyBy, percent} from '../ui/format.js';
import {countsDiffer, dispersion, ratesDiffer} from '../ui/noise.js';
import {length, plusDays, weekday} from '../ui/ranges.js';
import {t} from '../ui/text.js';
import {per} from '../ui/words.js';
import {marksOf, noteList} from './notes.js';

/**
 * @import {ImportedDaysAnswer, OverviewAnswer, OverviewDays, OverviewFigures} from '#openapi'
 * @import {Context, Get, Line, Points, Write} from '#types'
 */

/** @typedef {OverviewFigures & {visitors: number | null}} Figures */
/** @typedef {OverviewDays['rows'][number]} Row */

/**
 * @typedef Measure
 * @property {string} id
 * @property {string} label
 * @property {(row: Figures) => number | null} of
 * @property {Write} write a value of the line
 * @property {(row: Figures) => string} [text] the figure in full
 * @property {(row: Figures) => string | null} [hint] a second figure, small
 * @property {'count' | 'rate' | null} chance how its difference is judged; null where its interval is not known
 */

/** @param {OverviewFigures} row */
export const perVisit = row => (row.visits ? row.engaged_seconds / row.visits : null);

/** @param {OverviewFigures} row */
const worth = row => (row.value?.length ? Number(row.value[0].amount) : row.value ? 0 : null);

/**
 * The measures, each computed from an overview row or a total. Money is in the site's own currency.
 *
 * @param {string} currency
 * @returns {Measure[]}
 */
export function measures(currency) {
  /** @type {Write} */
  const paid = value => (known(value) ? money({amount: String(value), currency}) : NONE);
  return [
    {id: 'visitors', label: t('Visitors'), of: row => row.visitors, write: count, chance: 'count'},
    {id: 'visits', label: t('Visits'), of: row => row.visits, write: count, chance: 'count'},
    {id: 'macros', label: t('Conversions'), of: row => row.conversions, write: count, chance: 'count'},
    {
      id: 'rate',
      label: t('Conversion rate'),
      of: row => row.conversion_rate,
      write: percent,
      hint: row =>
        known(row.macro_visits) ? t('{n} of {all} visits', {n: count(row.macro_visits), all: count(row.visits)}) : null,
      chance: 'rate',
    },
    {
      id: 'value',
      label: t('Value'),
      of: worth,
      write: paid,
      text: row => amounts(row.value),
      hint: row => {
        const each = moneyBy(row.value, row.conversions);
        return each && t('{value} a conversion', {value: money(each)});
      },
      chance: null,
    },
    {
      id: 'per_visit',
      label: t('Value per visit'),
      of: row => (row.visits && known(worth(row)) ? /** @type {number} */ (worth(row)) / row.visits : null),
      write: paid,
      chance: null,
    },
    {id: 'page_views', label: t('Page views'), of: row => row.page_views, write: count, chance: 'count'},
    {id: 'engaged', label: t('Engaged per visit'), of: perVisit, write: duration, chance: null},
  ];
}

/**
 * Whether a measure's change is more than chance; null where that is not known.
 *
 * @param {Measure} measure
 * @param {Figures} now
 * @param {OverviewAnswer} days with rows of both
 */
export function differs(measure, now, days) {
  const before = days.comparison;
  if (!before || measure.chance === null) {
    return null;
  }
  if (measure.chance === 'rate') {
    return ratesDiffer(
      {hits: now.macro_visits ?? 0, of: now.visits},
      {hits: before.total.macro_visits ?? 0, of: before.total.visits},
    );
  }
  const pairs = before.rows.map(
    (row, index) => /** @type {const} */ ([measure.of(days.rows[index] ?? row) ?? 0, measure.of(row) ?? 0]),
  );
  return countsDiffer(measure.of(now) ?? 0, measure.of(before.total) ?? 0, dispersion(pairs));
}

/** A single day makes no line, so it is shown at the end of two weeks. */
const FEWEST_DAYS = 14;

/**
 * The rows of the line: those of the range; of a single day, two weeks; and today, if the range ends yesterday.
 *
 * @param {Context} context
 */
export function lineDays({range, today, points, comparison}) {
  const single = length(range) === 1;
  const from = single ? plusDays(range.to, 1 - FEWEST_DAYS) : range.from;
  const endsYesterday = range.to === plusDays(today, -1) && points === 'day' && !single;
  return {
    from,
    to: endsYesterday ? today : range.to,
    compare: single || !comparison ? '' : `${comparison.from}..${comparison.to}`,
  };
}

/**
 * @param {Get} get
 * @param {Context} context
 */
export async function askDays(get, context) {
  const {path, points, filter} = context;
  const days = lineDays(context);
  /** @type {Points | ''} */
  const interval = points === 'day' ? '' : points;
  /** @type {OverviewAnswer} */
  const answer = await get(`${path}/overview`, {...days, interval, filter: filter?.text});
  if (length(context.range) === 1 && context.compare) {
    const {from, to, compare} = {...context.range, compare: context.compare};
    const one = await get(`${path}/overview`, {from, to, compare, totals: 'only', filter: filter?.text});
    return {answer, compared: one};
  }
  return {answer, compared: answer};
}

/** @typedef {ImportedDaysAnswer['days']} Imported what another tool counted, on days on which Cairn counted nothing */

/**
 * Asks only if there is a day without events: what Cairn counted is never beside what was imported.
 *
 * @param {Get} get
 * @param {Context} context
 * @param {OverviewAnswer} answer
 * @returns {Promise<Imported>}
 */
export async function askImported(get, {path, points, filter, today}, {rows}) {
  const empty = new Set(rows.filter(row => row.events === 0 && row.date < today).map(row => row.date));
  if (!empty.size || points !== 'day' || filter) {
    return [];
  }
  /** @type {ImportedDaysAnswer} */
  const {days} = await get(`${path}/imported-days`, {from: rows[0].date, to: rows[rows.length - 1].date});
  return days.filter(({date}) => empty.has(date));
}

/** @type {Map<string, (day: Imported[number]) => number | null>} */
const IMPORTED = new Map([
  ['visitors', day => day.visitors],
  ['visits', day => day.visits],
  ['page_views', day => day.page_views],
]);

/** The names of the tools, as they write them. */
const TOOLS = {ga4: 'Google Analytics 4', plausible: 'Plausible', matomo: 'Matomo'};

/**
 * A line of what another tool counted, if it counted the measure.
 *
 * @param {Imported} imported
 * @param {string[]} dates
 * @param {Measure} measure
 * @returns {Line[]}
 */
function importedLine(imported, dates, measure) {
  const of = IMPORTED.get(measure.id);
  if (!of || !imported.length) {
    return [];
  }
  const days = new Map(imported.map(each => [each.date, of(each)]));
  const tools = [...new Set(imported.map(({source}) => TOOLS[source]))].join(', ');
  return [
    {
      label: t('Imported from {tool}', {tool: tools}),
      values: dates.map(date => days.get(date) ?? null),
      colour: 'ink-soft',
      dashed: true,
    },
  ];
}

/**
 * The line of the chosen measure.
 *
 * @param {Context} context
 * @param {OverviewAnswer} overview
 * @param {Measure} chosen
 * @param {import('./notes.js').Note[]} notes
 * @param {Imported} imported
 */
export function line(context, overview, chosen, notes, imported) {
  const {today, points, range} = context;
  const rows = overview.rows.filter(row => row.date < today || range.to >= today);
  const so = overview.rows.find(row => row.date === today && range.to < today);
  const dates = rows.map(row => row.date);
  const lines = grows(
    {label: chosen.label, values: rows.map(chosen.of), colour: 'accent', fill: true},
    points === 'day' ? dates : rows.map(row => row.through ?? row.date),
    overview.meta.complete_through,
  );
  const {comparison} = overview;
  if (comparison) {
    lines.push({
      label: t('Period before'),
      values: rows.map((row, index) => (comparison.rows[index] ? chosen.of(comparison.rows[index]) : null)),
      colour: 'ink-soft',
      dashed: true,
      dates: comparison.rows.map(row => row.date),
    });
  }
  lines.push(...importedLine(imported, dates, chosen));
  const all = so ? withToday(lines, rows, so, chosen) : lines;
  return el(
    'div',
    {'data-key': 'line'},
    length(range) === 1
      ? el('p', {class: 'fine'}, t('The two weeks up to {day}, for comparison', {day: longDay(range.to)}))
      : null,
    chart({
      title: per(chosen.label, points),
      dates: so ? [...dates, so.date] : dates,
      lines: all,
      write: chosen.write,
      marks: marksOf(notes, context, so ? [...dates, so.date] : dates),
    }),
    noteList(notes, context),
  );
}

/** With fewer same weekdays, nothing is said about today's end. */
const FEWEST_WEEKDAYS = 3;

/**
 * Adds today, which is not over: what there is so far, and what the same weekday had on average.
 *
 * @param {Line[]} lines
 * @param {Row[]} rows
 * @param {Row} today
 * @param {Measure} measure
 * @returns {Line[]}
 */
function withToday(lines, rows, today, measure) {
  const alike = rows
    .filter(row => weekday(row.date) === weekday(today.date))
    .slice(-4)
    .map(measure.of)
    .filter(known);
  const so = measure.of(today);
  const nothing = rows.map(() => null);
  const longer = lines.map(each => ({...each, values: [...each.values, null]}));
  longer.push({label: t('Today so far'), values: [...nothing, so], colour: 'accent', point: true});
  if (alike.length >= FEWEST_WEEKDAYS) {
    const usual = alike.reduce((sum, each) => sum + each, 0) / alike.length;
    const expected = measure.chance === 'count' ? Math.max(so ?? 0, Math.round(usual)) : usual;
    const last = rows[rows.length - 1];
    longer.push({
      label: t('Today, if it goes like the last {n} {weekday}s', {
        n: alike.length,
        weekday: day(today.date, {weekday: 'long'}),
      }),
      values: [...nothing.slice(1), last ? measure.of(last) : null, expected],
      colour: 'accent-soft',
      dashed: true,
    });
  }
  return longer;
}
