/** The first view: key figures, a line over the days, the main funnel, macro goals and traffic sources. */

import {change, to} from '../ui/address.js';
import {append, el} from '../ui/dom.js';
import {amounts, count, duration, known, longDay, percent, span, spoken} from '../ui/format.js';
import {funnelSketch} from './funnel-figure.js';
import {firstSteps, warnings} from '../ui/notices.js';
import {MEASURES, converted, line, perVisit, total} from './overview-line.js';
import {card, comparable, delta, largest, select, table, verbatim} from '../ui/parts.js';
import {DIMENSIONS, dimensionName, value} from '../ui/words.js';

/**
 * @import {FunnelAnswer, GoalAnswer, GoalFigures, OverviewAnswer} from '#openapi'
 * @import {Child, Column, Context, Controls, Days, Dimension, EntryAnswer} from '#types'
 */

export const title = () => 'Overview';

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  csv: ({path, range, by}) => ({path: `${path}/overview`, params: {from: range.from, to: range.to, breakdown: by}}),
};

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const {api, path, range, compare, signal, site} = context;
  const days = {from: range.from, to: range.to, compare};
  const dimension = context.by || 'channel';
  const [asked, askedGoals, askedSplit, funnel] = await Promise.all([
    api.get(`${path}/overview`, days, signal),
    api.get(`${path}/goals`, {...days, tier: 'macro'}, signal),
    api.get(`${path}/overview`, {...days, breakdown: dimension}, signal),
    firstFunnel(context, days),
  ]);
  const overview = comparable(asked, row => row.events > 0);
  const quietBefore = Boolean(asked.comparison) && !overview.comparison;
  const goals = quietBefore ? {...askedGoals, comparison: undefined} : askedGoals;
  const split = quietBefore ? {...askedSplit, comparison: undefined} : askedSplit;
  if (overview.total.events === 0 && (await neverHeardOf(context))) {
    append(container, [firstSteps(site)]);
    return;
  }
  const chosen = MEASURES.find(({id}) => id === context.route.params.get('show')) ?? MEASURES[0];
  append(container, [
    ...warnings(overview.meta),
    card(
      null,
      [
        figures(overview, goals, chosen),
        comparedWith(context, overview, quietBefore),
        await line(context, overview, goals, chosen),
      ],
      {className: 'main-card'},
    ),
    el('div', {class: 'columns'}, funnel ? funnelCard(funnel) : null, macroCard(goals)),
    splitCard(split, dimension),
    certainty(overview),
  ]);
}

/**
 * @param {Context} context
 * @param {Days & {compare: string}} days
 */
async function firstFunnel({api, path, site, signal}, days) {
  const [first] = site.funnels ?? [];
  if (!first) {
    return null;
  }
  const funnel = await api.get(`${path}/funnels/${encodeURIComponent(first.id)}`, days, signal);
  return funnel.meta.linkable_share === 0
    ? api.get(`${path}/funnels/${encodeURIComponent(first.id)}`, {...days, view: 'same_day'}, signal)
    : funnel;
}

/** @param {Context} context */
async function neverHeardOf({api, path, signal}) {
  return (await api.get(`${path}/health`, {}, signal)).last_event_at === null;
}

/**
 * @param {OverviewAnswer} overview
 * @param {GoalAnswer} goals
 * @param {typeof MEASURES[number]} chosen
 */
function figures(overview, goals, chosen) {
  const before = overview.comparison;
  const macrosBefore = converted(goals.comparison?.total);
  return el(
    'div',
    {class: 'figures-row', role: 'group', 'aria-label': 'Measure shown in the chart'},
    MEASURES.map(measure => {
      const now = total(measure, overview, converted(goals.total));
      const then = before ? total(measure, before, macrosBefore) : null;
      return el(
        'button',
        {
          type: 'button',
          class: 'figure',
          'aria-pressed': String(measure === chosen),
          on: {click: () => change({show: measure.id === 'visitors' ? '' : measure.id})},
        },
        el('span', {class: 'label'}, measure.label),
        el('span', {class: 'value'}, measure.write(now)),
        before ? delta(now, then, {write: measure.write}) : null,
      );
    }),
  );
}

/**
 * The period that the small figures compare with, in words.
 *
 * @param {Context} context
 * @param {OverviewAnswer} overview
 * @param {boolean} quietBefore
 */
function comparedWith({range, today}, {comparison}, quietBefore) {
  if (quietBefore) {
    return el('p', {class: 'fine compared'}, 'There is too little earlier data to compare with.');
  }
  return comparison
    ? el(
        'p',
        {class: 'fine compared'},
        `Compared with ${span(comparison.from, comparison.to)}.`,
        range.to >= today ? ' Today is still in progress.' : '',
      )
    : null;
}

/** @param {FunnelAnswer} funnel */
function funnelCard(funnel) {
  return card(`Funnel: ${spoken(funnel.funnel)}`, funnelSketch(/** @type {EntryAnswer} */ (funnel)), {
    head: el(
      'a',
      {class: 'more', href: to('funnels', funnel.funnel)},
      'Details',
      el('span', {class: 'unseen'}, ` of the funnel ${spoken(funnel.funnel)}`),
    ),
  });
}

/** @param {GoalAnswer} goals */
function macroCard({total: goals, comparison}) {
  const before = new Map((comparison?.total ?? []).map(goal => [goal.goal, goal]));
  const most = largest(goals.map(goal => goal.conversions));
  /** @type {Column<GoalFigures>[]} */
  const columns = [
    {
      label: 'Goal',
      cell: goal => el('a', {href: to('goals', goal.goal)}, spoken(goal.goal)),
      bar: goal => goal.conversions / most,
    },
    {
      label: 'Conversions',
      number: true,
      cell: goal => [
        count(goal.conversions),
        ' ',
        comparison ? delta(goal.conversions, before.get(goal.goal)?.conversions ?? 0) : null,
      ],
    },
    {label: 'Value', number: true, cell: goal => amounts(goal.value)},
  ];
  const rows = goals.filter(goal => goal.conversions > 0).sort((one, other) => other.conversions - one.conversions);
  return card(
    'Macro goals',
    rows.length
      ? table('Macro goals', columns, rows)
      : el('p', {class: 'empty'}, 'No macro goal was met on these days.'),
    {head: el('a', {class: 'more', href: to('goals', null)}, 'All goals')},
  );
}

/**
 * @param {OverviewAnswer} split
 * @param {Dimension} dimension
 */
function splitCard(split, dimension) {
  const rows = split.totals ?? [];
  /** @param {Split} row */
  const figure = row => (known(row.visitors) ? row.visitors : row.visits);
  const before = new Map((split.comparison?.totals ?? []).map(row => [row.breakdown[dimension], row]));
  const sorted = [...rows].sort((one, other) => other.visits - one.visits);
  const most = largest(sorted.map(row => row.visits));
  /** @type {Column<Split>[]} */
  const columns = [
    {
      label: dimensionName(dimension),
      cell: row => verbatim(value(dimension, row.breakdown[dimension])),
      bar: row => row.visits / most,
    },
    {
      label: 'Visits',
      number: true,
      cell: row => [
        count(row.visits),
        ' ',
        split.comparison ? delta(row.visits, before.get(row.breakdown[dimension])?.visits ?? null) : null,
      ],
    },
    {label: 'Page views', number: true, wide: true, cell: row => count(row.page_views)},
    {label: 'Engaged per visit', number: true, wide: true, cell: row => duration(perVisit(row))},
  ];
  const options = [...DIMENSIONS];
  return card(
    'Traffic sources',
    [
      ...warnings({warnings: split.meta.warnings.filter(({code}) => code === 'other_values')}),
      sorted.some(row => figure(row) > 0)
        ? folded(sorted, part => table(`Visits by ${dimensionName(dimension)}`, columns, part))
        : el('p', {class: 'empty'}, 'No visits on these days.'),
    ],
    {head: select('Split by', options, dimension, id => change({by: id === 'channel' ? '' : id}))},
  );
}

/** @typedef {NonNullable<OverviewAnswer['totals']>[number]} Split */

const AT_ONCE = 10;

/**
 * @template Row
 * @param {Row[]} rows
 * @param {(rows: Row[]) => Child} draw
 */
function folded(rows, draw) {
  return rows.length <= AT_ONCE + 2
    ? draw(rows)
    : [
        draw(rows.slice(0, AT_ONCE)),
        el(
          'details',
          {class: 'rest'},
          el('summary', {}, `${count(rows.length - AT_ONCE)} more`),
          draw(rows.slice(AT_ONCE)),
        ),
      ];
}

/**
 * The accuracy of the figures, in words.
 *
 * @param {OverviewAnswer} overview
 */
function certainty({meta, total: all}) {
  const {linkable_interval, daily} = meta.visitors;
  const [low, high] = linkable_interval;
  const counted =
    low !== high
      ? 'The number of visitors is an estimate: visitors who can be recognised across days number between ' +
        `${count(low)} and ${count(high)} (95% certain)`
      : 'The number of visitors is exact';
  return el(
    'details',
    {class: 'small-print'},
    el('summary', {}, 'How accurate are these figures?'),
    el(
      'p',
      {},
      `${counted}; ${count(daily)} were counted per day, because they cannot be recognised across days. ` +
        `${percent(meta.linkable_share)} of visitors can be followed across days; funnel rates include only these.`,
    ),
    el(
      'p',
      {},
      meta.complete_through
        ? `Days up to ${longDay(meta.complete_through)} are complete; later days (dashed) may still change. `
        : 'No day is complete yet. ',
      'Crawlers and internal traffic are excluded. ',
      `${count(all.events)} events in total.`,
    ),
  );
}
