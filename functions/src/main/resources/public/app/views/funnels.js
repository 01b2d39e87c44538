/** One funnel: its figure, its conversion rate, the trend, and the breakdown. */

import {change, to} from '../ui/address.js';
import {chart} from '../ui/chart.js';
import {completions} from './completions.js';
import {append, el} from '../ui/dom.js';
import {between, count, known, longDay, percent, spoken} from '../ui/format.js';
import {funnelFigure, funnelLegend} from './funnel-figure.js';
import {notice, warnings} from '../ui/notices.js';
import {card, choice, comparable, delta, largest, table, verbatim} from '../ui/parts.js';
import {length} from '../ui/ranges.js';
import {VIEWS, dimensionName, value} from '../ui/words.js';

/**
 * @import {FunnelAnswer, FunnelEntryFigures, Meta} from '#openapi'
 * @import {Column, CompletionAnswer, Context, Controls, Dimension, EntryAnswer, Line, Route, Site} from '#types'
 */

/** @param {Context} context */
export const title = ({site, route}) => `Funnel: ${spoken(chosen(site, route)?.id ?? 'none')}`;

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  breakdown: true,
  csv: ({path, range, by, site, route}) => ({
    path: `${path}/funnels/${encodeURIComponent(chosen(site, route)?.id ?? '')}`,
    params: {from: range.from, to: range.to, view: route.params.get('view') ?? '', breakdown: by},
  }),
};

/**
 * @param {Site} site
 * @param {Route} route
 * @returns {{id: string} | undefined}
 */
function chosen({funnels = []}, {view, id}) {
  return view === 'funnels' && id ? (funnels.find(funnel => funnel.id === id) ?? {id}) : funnels[0];
}

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const funnel = chosen(context.site, context.route);
  if (!funnel) {
    append(container, [
      notice({
        title: 'No funnel yet',
        text: 'This site’s plan has no funnel yet. A funnel shows where visitors drop off, and how many.',
      }),
    ]);
    return;
  }
  const {answer: asked, forced} = await ask(context, funnel);
  const answer = comparable(asked, row => ('entered' in row ? row.entered : row.completed) > 0);
  const {view} = answer;
  answer.totals = await split(context, funnel, view);
  append(container, [
    pick(context.site, funnel),
    choice(
      'Count',
      [...VIEWS].map(([id, {label}]) => [id, label]),
      view,
      id => change({view: id}),
    ),
    el('p', {class: 'explained'}, VIEWS.get(view)?.text),
    forced ? withoutLinkable(answer.meta) : null,
    ...warnings({warnings: answer.meta.warnings.filter(({code}) => code !== 'no_linkable_visitors' || !forced)}),
    ...(view === 'completion'
      ? completions(/** @type {CompletionAnswer} */ (answer), context)
      : entries(/** @type {EntryAnswer} */ (answer), context)),
  ]);
}

/**
 * The totals by breakdown value; undefined without a breakdown.
 *
 * @param {Context} context
 * @param {{id: string}} funnel
 * @param {FunnelAnswer['view']} view
 */
async function split({api, path, range, by, signal}, funnel, view) {
  if (!by) {
    return undefined;
  }
  const params = {from: range.from, to: range.to, view, breakdown: by};
  return (await api.get(`${path}/funnels/${encodeURIComponent(funnel.id)}`, params, signal)).totals;
}

/**
 * Shows the view within one day if no visitor can be followed across days, unless another was requested (I4).
 *
 * @param {Context} context
 * @param {{id: string}} funnel
 */
async function ask({api, path, range, compare, route, signal}, funnel) {
  const asked = route.params.get('view');
  const view = /** @type {FunnelAnswer['view'] | null} */ (VIEWS.has(asked ?? '') ? asked : null);
  const address = /** @type {const} */ (`${path}/funnels/${encodeURIComponent(funnel.id)}`);
  const params = {from: range.from, to: range.to, compare};
  const answer = await api.get(address, {...params, view}, signal);
  if (view !== null || answer.meta.linkable_share !== 0) {
    return {answer, forced: false};
  }
  return {answer: await api.get(address, {...params, view: 'same_day'}, signal), forced: true};
}

/** @param {Meta} meta */
function withoutLinkable(meta) {
  const said = meta.warnings.find(({code}) => code === 'no_linkable_visitors')?.message;
  return el(
    'p',
    {class: 'warning'},
    el('strong', {}, 'Shown within one day: '),
    'none of these visitors can be recognised on another day, so they cannot be followed across days. ',
    said ?? 'Visitors who consent to analytics can be.',
  );
}

/**
 * @param {Site} site
 * @param {{id: string}} funnel
 */
function pick({funnels = []}, funnel) {
  return funnels.length < 2
    ? null
    : el(
        'nav',
        {class: 'tabs', 'aria-label': 'Funnels'},
        funnels.map(({id}) =>
          el('a', {href: to('funnels', id), 'aria-current': id === funnel.id ? 'page' : null}, spoken(id)),
        ),
      );
}

/**
 * @param {EntryAnswer} answer
 * @param {Context} context
 */
function entries(answer, context) {
  const {total} = answer;
  if (total.entered === 0) {
    return [
      notice({
        title: 'No entries on these days',
        text:
          `A visitor enters with the first step, ` +
          `${spoken(answer.steps[0]).toLocaleLowerCase()}. Choose other days, or check the live events.`,
      }),
    ];
  }
  return [
    card(null, [verdict(answer), funnelFigure(answer), funnelLegend(), excluded(total)], {className: 'main-card'}),
    length(context.range) > 1 ? card('Trend', development(answer)) : null,
    context.by && answer.totals ? breakdownCard(answer, context.by) : null,
  ].filter(Boolean);
}

/**
 * @template T
 * @param {readonly T[]} list
 */
const last = list => list[list.length - 1];

/**
 * The main figure and its explanation.
 *
 * @param {EntryAnswer} answer
 */
function verdict({steps, total, comparison, view}) {
  const rate = last(total.total_rate);
  const [low, high] = last(total.interval) ?? [];
  const before = comparison?.total ? last(comparison.total.total_rate) : null;
  const goal = spoken(last(steps)).toLocaleLowerCase();
  return el(
    'div',
    {class: 'verdict'},
    el(
      'p',
      {class: 'figure'},
      el('span', {class: 'value'}, percent(rate)),
      comparison ? delta(rate, before, {write: percent}) : null,
    ),
    el(
      'p',
      {},
      `Of ${count(total.entered)} who entered, `,
      el('strong', {}, count(total.converted)),
      ` reached ${goal} so far. `,
      el(
        'span',
        {class: 'fine'},
        `With this many visitors, the true rate lies between ${percent(low)} and ${percent(high)} (95% certain).`,
      ),
    ),
    view === 'entry' ? stillOpen(total) : null,
  );
}

/** @param {FunnelEntryFigures} total */
function stillOpen(total) {
  if (total.in_progress === 0) {
    return el('p', {class: 'fine'}, 'The time limit has passed for everyone: these figures are final.');
  }
  const expected = known(total.expected_rate)
    ? ` If they convert like earlier visitors, the final rate will be about ${percent(total.expected_rate)}.`
    : '';
  const closed = (total.maturity ?? 0) > 0 ? ` For ${percent(total.maturity)} of entries it has.` : '';
  return el(
    'p',
    {class: 'fine'},
    `${count(total.in_progress)} are still open: their time limit has not passed.${closed}${expected}`,
  );
}

/** @param {FunnelEntryFigures} total */
function excluded(total) {
  return total.excluded > 0
    ? el(
        'p',
        {class: 'fine'},
        `${count(total.excluded)} were excluded by an event that breaks the funnel; ` +
          'in the bars they count as still open.',
      )
    : null;
}

/** @param {EntryAnswer} answer */
function development({rows, view, comparison}) {
  const dates = rows.map(row => row.date);
  /** @param {FunnelEntryFigures} row */
  const rate = row => last(row.total_rate);
  /** @type {Line[]} */
  const lines = [
    {label: view === 'entry' ? 'Converted so far' : 'Converted', values: rows.map(rate), colour: 'accent'},
  ];
  if (rows.some(row => known(row.expected_rate) && row.maturity !== 1)) {
    lines.push({
      label: 'Expected final rate',
      values: rows.map(row => row.expected_rate),
      colour: 'accent-soft',
      dashed: true,
    });
  }
  if (comparison) {
    lines.push({
      label: 'Before',
      values: dates.map((date, index) => (comparison.rows[index] ? rate(comparison.rows[index]) : null)),
      colour: 'ink-soft',
      dashed: true,
      dates: comparison.rows.map(row => row.date),
    });
  }
  const most = largest(rows.flatMap(row => [rate(row) ?? 0, row.expected_rate ?? 0])) * 1.6;
  return [
    el(
      'p',
      {class: 'fine'},
      'Share of each day’s entries that reached the last step; the true rate lies within the pale band ' +
        '(95% certain).',
      view === 'entry' ? ' The latest days are lower because some of their visitors are still in progress.' : null,
    ),
    chart({
      title: 'Conversion rate per day of entry',
      dates,
      lines,
      write: percent,
      most: most > 0 ? Math.min(1, most) : 1,
      band: [rows.map(row => last(row.interval)?.[0] ?? null), rows.map(row => last(row.interval)?.[1] ?? null)],
      figures: daysTable(rows),
    }),
  ];
}

/** @param {EntryAnswer['rows']} rows */
function daysTable(rows) {
  /** @type {Column<EntryAnswer['rows'][number]>[]} */
  const columns = [
    {label: 'Day', cell: row => longDay(row.date)},
    {label: 'Entered', number: true, cell: row => count(row.entered)},
    {label: 'Converted', number: true, cell: row => count(row.converted)},
    {label: 'Still open', number: true, cell: row => count(row.in_progress)},
    {label: 'Dropped', number: true, wide: true, cell: row => count(row.dropped)},
    {label: 'Rate', number: true, cell: row => percent(last(row.total_rate))},
    {label: 'Expected', number: true, wide: true, cell: row => percent(row.expected_rate)},
    {
      label: 'State',
      wide: true,
      cell: row => (row.complete ? (row.maturity === 1 ? 'final' : 'day complete') : 'day in progress'),
    },
  ];
  return table('The funnel by day', columns, [...rows].reverse());
}

/**
 * @param {EntryAnswer} answer
 * @param {Dimension} by
 */
function breakdownCard({totals, steps}, by) {
  const rows = [...(totals ?? [])].sort((one, other) => other.entered - one.entered);
  const most = largest(rows.map(row => row.entered));
  /** @type {Column<typeof rows[number]>[]} */
  const columns = [
    {
      label: dimensionName(by),
      cell: row => verbatim(value(by, row.breakdown[by])),
      bar: row => (most ? row.entered / most : 0),
    },
    ...steps.map((step, index) => ({
      label: spoken(step),
      number: true,
      wide: index > 0 && index < steps.length - 1,
      cell: (/** @type {FunnelEntryFigures} */ row) => count(row.reached[index]),
    })),
    {label: 'Rate', number: true, cell: row => percent(last(row.total_rate))},
    {
      label: '95% certain',
      number: true,
      wide: true,
      cell: row => between(last(row.interval)),
    },
  ];
  return card(
    `By ${dimensionName(by).toLocaleLowerCase()}`,
    table(`The funnel by ${dimensionName(by)}`, columns, rows),
  );
}
