/** Goals by tier and kind and by channel; or a single goal with its days, its visits and what came before it. */

import {goalName} from '../ui/names.js';
import {change, to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {chart, grows} from '../ui/chart.js';
import {el} from '../ui/dom.js';
import {amounts, count, duration, known, longDay, money, moneyBy, percent} from '../ui/format.js';
import {askGoals} from './goal-data.js';
import {goalMatrix} from './goal-matrix.js';
import {countsDiffer, dispersion} from '../ui/noise.js';
import {notice, warnings} from '../ui/notices.js';
import {choice, comparable, delta, filterLink, largest, rate, scale, table, verbatim} from '../ui/parts.js';
import {daysOf, length, plusDays} from '../ui/ranges.js';
import {reconciliation} from './reconciliation.js';
import {dimensionName, per, rangeWords, within} from '../ui/words.js';
import {t, tn} from '../ui/text.js';

/**
 * @import {GoalAnswer, GoalFigures} from '#openapi'
 * @import {Answer, Column, Context, Controls, Dimension, Line, Points, Site} from '#types'
 */

/** @param {Context} context */
export const title = ({route}) =>
  route.view === 'goals' && route.id ? t('Goal: {name}', {name: goalName(route.id)}) : t('Goals');

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  breakdown: true,
  points: true,
  filter: true,
  csv: ({path, range, by, filter}) => ({
    path: `${path}/goals`,
    params: {from: range.from, to: range.to, breakdown: by, filter: filter?.text ?? ''},
  }),
};

/** @typedef {{id: string, title: string, text: string, holds: (goal: GoalFigures) => boolean}} Section */

/** @type {Section[]} */
const SECTIONS = [
  {id: 'macro', title: t('Macro goals'), text: t('The purpose of the site.'), holds: goal => goal.tier === 'macro'},
  {
    id: 'milestone',
    title: t('Milestones'),
    text: t('Smaller steps towards a macro goal.'),
    holds: goal => goal.kind === 'milestone',
  },
  {
    id: 'secondary',
    title: t('Secondary actions'),
    text: t('Signs of interest and trust off the direct path.'),
    holds: goal => goal.tier === 'micro' && goal.kind !== 'milestone',
  },
];

/** @param {Context} context */
export function cards(context) {
  const {route, site, filter, by} = context;
  if (route.id !== null) {
    return one(context, route.id);
  }
  return [
    ...SECTIONS.map(section => sectionCard(context, section)),
    by ? splitCard(context, by) : null,
    filter ? null : goalMatrix(context),
    quietCard(context, site),
  ];
}

/**
 * @param {Context} context
 * @param {Section} section
 */
function sectionCard(context, section) {
  return loading(context, section.id, {
    title: section.title,
    load: get => askGoals(get, context),
    draw: answer => [
      ...(section.id === 'macro' ? warnings(answer.meta) : []),
      el('p', {class: 'fine'}, section.text),
      sectionTable(section, answer),
    ],
    said: section.id === 'macro' ? answer => said(answer, context) : undefined,
  });
}

/**
 * @param {GoalAnswer} answer
 * @param {Context} context
 */
function said({total}, {range}) {
  const macros = total.filter(goal => goal.tier === 'macro');
  const n = count(macros.reduce((sum, goal) => sum + goal.conversions, 0));
  return t('{n} conversions of macro goals, {days}', {n, days: rangeWords(range)});
}

/**
 * @param {Section} section
 * @param {GoalAnswer} answer
 */
function sectionTable(section, {total, comparison}) {
  const goals = total
    .filter(goal => section.holds(goal) && goal.conversions > 0)
    .sort((one, other) => other.conversions - one.conversions);
  const before = new Map((comparison?.total ?? []).map(goal => [goal.goal, goal]));
  const most = largest(goals.map(goal => goal.conversions));
  /** @type {Column<GoalFigures>[]} */
  const columns = [
    {
      label: t('Goal'),
      cell: goal => el('a', {href: to('goals', goal.goal), title: goal.goal}, goalName(goal.goal)),
      bar: goal => goal.conversions / most,
    },
    {
      label: t('Conversions'),
      number: true,
      sort: goal => goal.conversions,
      cell: goal => [
        count(goal.conversions),
        ' ',
        comparison ? delta(goal.conversions, before.get(goal.goal)?.conversions ?? 0) : null,
      ],
    },
    {
      label: t('Visitors'),
      number: true,
      wide: true,
      sort: goal => goal.converters,
      cell: goal => count(goal.converters),
    },
    {
      label: t('Conversion rate'),
      number: true,
      sort: goal => goal.conversion_rate,
      cell: goal => percent(goal.conversion_rate),
    },
    ...(goals.some(goal => known(goal.unverified))
      ? [
          {
            label: t('Reported by the browser only'),
            number: true,
            wide: true,
            sort: (/** @type {GoalFigures} */ goal) => goal.unverified,
            cell: (/** @type {GoalFigures} */ goal) => percent(goal.unverified),
          },
        ]
      : []),
    ...(goals.some(goal => goal.value.length > 0) ? [valueColumn()] : []),
  ];
  return goals.length ? table(section.title, columns, goals) : el('p', {class: 'empty'}, t('None on these days.'));
}

/** @returns {Column<GoalFigures>} */
const valueColumn = () => ({
  label: t('Value'),
  number: true,
  sort: goal => Number(goal.value[0]?.amount ?? 0),
  cell: goal => amounts(goal.value),
});

/**
 * Collapsed: goals without conversions.
 *
 * @param {Context} context
 * @param {Site} site
 */
function quietCard(context, site) {
  return loading(context, 'quiet', {
    title: null,
    className: 'folded-card',
    load: get => askGoals(get, context),
    draw: answer => {
      const met = new Set(answer.total.filter(goal => goal.conversions > 0).map(goal => goal.goal));
      const goals = (site.goals ?? []).filter(goal => !met.has(goal.name));
      return goals.length === 0
        ? null
        : el(
            'details',
            {class: 'folded'},
            el(
              'summary',
              {},
              tn(
                goals.length,
                '1 goal without conversions on these days',
                '{n} goals without conversions on these days',
                {n: count(goals.length)},
              ),
            ),
            table(
              t('Goals without conversions'),
              [
                {label: t('Goal'), cell: goal => goalName(goal.name)},
                {label: t('Kind'), cell: goal => (goal.tier === 'macro' ? 'macro' : (goal.kind ?? 'micro'))},
              ],
              goals,
              {whole: true},
            ),
          );
    },
  });
}

/** Values of a breakdown that are read for each goal. */
const MOST_VALUES = 30;

/**
 * Every goal by a dimension, each folded.
 *
 * @param {Context} context
 * @param {Dimension} by
 */
function splitCard(context, by) {
  const {path, range} = context;
  return loading(context, 'split', {
    title: t('By {dimension}', {dimension: within(dimensionName(by))}),
    load: get =>
      get(`${path}/goals`, {from: range.from, to: range.to, breakdown: by, totals: 'only', top: MOST_VALUES}),
    draw: answer => {
      const met = answer.total.filter(goal => goal.conversions > 0);
      return met.length === 0
        ? null
        : met
            .sort((one, other) => other.conversions - one.conversions)
            .map(goal =>
              el(
                'details',
                {class: 'rest', 'data-key': goal.goal},
                el(
                  'summary',
                  {},
                  t('{goal} by {dimension}', {
                    goal: goalName(goal.goal),
                    dimension: within(dimensionName(by)),
                  }),
                ),
                splitTable(goal.goal, answer, by),
              ),
            );
    },
  });
}

/**
 * @param {string} goal
 * @param {GoalAnswer} split
 * @param {Dimension} dimension
 */
function splitTable(goal, split, dimension) {
  const rows = (split.totals ?? [])
    .filter(row => row.goal === goal && row.conversions > 0)
    .sort((a, b) => b.conversions - a.conversions);
  const most = largest(rows.map(row => row.conversions));
  const rates = rows.map(visits);
  const end = scale(rates);
  const average = split.total.find(each => each.goal === goal)?.conversion_rate ?? null;
  return table(
    t('{goal} by {dimension}', {goal: goalName(goal), dimension: dimensionName(dimension)}),
    [
      {
        label: dimensionName(dimension),
        cell: row => filterLink(dimension, row.breakdown[dimension]),
        bar: row => row.conversions / most,
      },
      {label: t('Conversions'), number: true, sort: row => row.conversions, cell: row => count(row.conversions)},
      {
        label: t('Conversion rate'),
        number: true,
        sort: row => row.conversion_rate,
        cell: row => (known(row.conversion_rate) ? rate(...visits(row), end, average) : percent(row.conversion_rate)),
      },
      {
        label: t('Value'),
        number: true,
        wide: true,
        sort: row => Number(row.value[0]?.amount ?? 0),
        cell: row => amounts(row.value),
      },
    ],
    rows,
  );
}

/**
 * Visits with the goal, and all visits of the same value: by the rate, as the answer has no visits.
 *
 * @param {GoalFigures} row
 * @returns {[hits: number, of: number]}
 */
function visits({converting_visits: hits, conversion_rate: share}) {
  return known(hits) && share ? [hits, Math.max(hits, Math.round(hits / share))] : [0, 0];
}

/**
 * @param {Context} context
 * @param {string} id
 */
function one(context, id) {
  const {site, filter} = context;
  const goal = (site.goals ?? []).find(each => each.name === id);
  const funnel = (site.funnels ?? []).find(each => each.steps[each.steps.length - 1] === id) ?? null;
  return [
    el('p', {'data-key': 'up'}, el('a', {href: to('goals', null)}, t('‹ All goals'))),
    mainCard(context, id, Boolean(goal)),
    reconciliation(context, funnel),
    filter
      ? null
      : el(
          'div',
          {class: 'columns', 'data-key': 'columns'},
          attributionCard(context, id),
          dimensionCard(context, id, context.by && context.by !== 'channel' ? context.by : 'entry_page'),
        ),
    goal?.tier === 'macro' && !context.api.open ? microsCard(context, id) : null,
  ];
}

/**
 * @param {Context} context
 * @param {string} id
 * @param {boolean} inPlan
 */
function mainCard(context, id, inPlan) {
  const {range, path, points, filter, compare} = context;
  const single = length(range) === 1;
  const from = single ? plusDays(range.to, -13) : range.from;
  /** @type {Points | ''} */
  const interval = points === 'day' ? '' : points;
  return loading(context, 'main', {
    title: null,
    className: 'main-card',
    load: async get => {
      const [all, days] = await Promise.all([
        askGoals(get, context),
        get(`${path}/goals`, {from, to: range.to, interval, compare: single ? '' : compare, filter: filter?.text}),
      ]);
      return {all, days: comparable(days, row => row.conversions > 0)};
    },
    draw: ({all, days}) => {
      const total = all.total.find(each => each.goal === id);
      if (!total || total.conversions === 0) {
        return inPlan || total
          ? quietGoal(id)
          : notice({
              title: t('Unknown goal'),
              tone: 'trouble',
              text: [t('This site’s plan has no goal '), verbatim(id)].map(part => el('span', {}, part)),
            });
      }
      return [
        ...warnings(all.meta),
        verdict(total, all.comparison && (single || days.comparison) ? all.comparison : undefined, days, from),
        goalLine(id, days, {from, to: range.to}, points),
      ];
    },
    said: ({all}) => {
      const total = all.total.find(each => each.goal === id);
      return t('{goal}: {n} conversions, {days}', {
        goal: goalName(id),
        n: count(total?.conversions ?? 0),
        days: rangeWords(range),
      });
    },
  });
}

/** @param {string} id */
const quietGoal = id =>
  notice({
    title: t('No conversions on these days'),
    text: t('{goal} was not met. Choose other days, or check the live events.', {goal: goalName(id)}),
  });

/**
 * @param {GoalFigures} goal
 * @param {GoalAnswer['comparison']} comparison
 * @param {GoalAnswer} days
 * @param {string} from
 */
function verdict(goal, comparison, days, from) {
  const before = comparison?.total.find(each => each.goal === goal.goal);
  const each = moneyBy(goal.value, goal.conversions);
  return el(
    'div',
    {class: 'verdict'},
    el(
      'p',
      {class: 'figure'},
      el('span', {class: 'value'}, count(goal.conversions)),
      comparison
        ? delta(goal.conversions, before?.conversions ?? 0, {
            differs: countsDiffer(goal.conversions, before?.conversions ?? 0, spread(goal.goal, days, from)),
            short: false,
          })
        : null,
    ),
    el(
      'p',
      {},
      tn(
        goal.conversions,
        'conversion by {visitors} visitors (a visitor who converts on two days counts on both)',
        'conversions by {visitors} visitors (a visitor who converts on two days counts on both)',
        {visitors: count(goal.converters)},
      ),
      known(goal.conversion_rate) ? t(', in {rate} of visits', {rate: percent(goal.conversion_rate)}) : null,
      goal.value.length ? [t(', worth '), el('strong', {}, amounts(goal.value))] : null,
      each ? t(' ({value} each)', {value: money(each)}) : null,
      '.',
    ),
    known(goal.unverified) ? el('p', {class: 'fine'}, confirmation(goal)) : null,
  );
}

/**
 * How much more the goal's days vary than by chance.
 *
 * @param {string} id
 * @param {GoalAnswer} days
 * @param {string} from the first day
 */
function spread(id, {rows, comparison}, from) {
  if (!comparison || rows.some(row => row.through)) {
    return 1;
  }
  /** @param {GoalAnswer['rows']} list */
  const byDay = list => new Map(list.filter(row => row.goal === id).map(row => [row.date, row.conversions]));
  const now = byDay(rows);
  const before = byDay(comparison.rows);
  return dispersion(
    daysOf(comparison.from, comparison.to).map((date, index) => [
      now.get(plusDays(from, index)) ?? 0,
      before.get(date) ?? 0,
    ]),
  );
}

/** @param {GoalFigures} goal */
const confirmation = ({unverified}) =>
  unverified === 0
    ? t('All of them are confirmed by your server.')
    : t('{share} of these are not confirmed by your server; only a browser reported them.', {
        share: percent(unverified),
      });

/**
 * @param {string} id
 * @param {GoalAnswer} answer
 * @param {{from: string, to: string}} days
 * @param {Points} points
 */
function goalLine(id, {rows, meta, comparison}, {from, to}, points) {
  const own = rows.filter(row => row.goal === id);
  const dates = points === 'day' ? daysOf(from, to) : [...new Set(rows.map(row => row.date))].sort();
  const byDay = new Map(own.map(row => [row.date, row.conversions]));
  const ends = new Map(rows.map(row => [row.date, row.through ?? row.date]));
  const lines = grows(
    {label: t('Conversions'), values: dates.map(date => byDay.get(date) ?? 0), colour: 'accent', fill: true},
    dates.map(date => ends.get(date) ?? date),
    meta.complete_through,
  );
  if (comparison && points === 'day') {
    lines.push(beforeLine(id, dates, comparison));
  }
  return el(
    'div',
    {'data-key': 'line'},
    length({from, to}) === 14 && points === 'day'
      ? el('p', {class: 'fine'}, t('The two weeks up to {day}', {day: longDay(to)}))
      : null,
    chart({title: per(goalName(id), points), dates, lines, write: count}),
  );
}

/**
 * @param {string} id
 * @param {string[]} dates
 * @param {NonNullable<GoalAnswer['comparison']>} comparison
 * @returns {Line}
 */
function beforeLine(id, dates, comparison) {
  const before = new Map(comparison.rows.filter(row => row.goal === id).map(row => [row.date, row.conversions]));
  const then = dates.map((date, index) => plusDays(comparison.from, index));
  return {
    label: t('Period before'),
    values: then.map(date => (date <= comparison.to ? (before.get(date) ?? 0) : null)),
    dates: then,
    colour: 'ink-soft',
    dashed: true,
  };
}

/** @typedef {'visit' | 'last_non_direct' | 'first_touch'} Attribution */

/** @type {readonly (readonly [Attribution, string])[]} */
const ATTRIBUTIONS = [
  ['visit', t('Its own visit')],
  ['last_non_direct', t('Last not direct')],
  ['first_touch', t('First visit')],
];

/**
 * Channels, each with the conversions that one of three ways gives it.
 *
 * @param {Context} context
 * @param {string} id
 */
function attributionCard(context, id) {
  const {path, range, route} = context;
  const asked = ATTRIBUTIONS.find(([name]) => name === route.params.get('credit'))?.[0] ?? 'visit';
  return loading(context, 'attribution', {
    title: t('Channels'),
    load: get =>
      get(`${path}/goals`, {
        from: range.from,
        to: range.to,
        breakdown: 'channel',
        attribution: asked === 'visit' ? null : asked,
        totals: 'only',
        top: MOST_VALUES,
      }),
    draw: answer => [
      choice(t('Credit goes to'), ATTRIBUTIONS, asked, name => change({credit: name === 'visit' ? '' : name})),
      ...warnings({warnings: answer.meta.warnings.filter(({code}) => code === 'attribution_missing')}),
      el(
        'p',
        {class: 'fine'},
        asked === 'visit'
          ? t('Credit goes to the channel of the visit with the conversion.')
          : asked === 'first_touch'
            ? t('Credit goes to the visitor’s first visit in the 30 days before.')
            : t('Credit goes to the visitor’s last visit that was not direct, in the 30 days before.'),
      ),
      splitTable(id, answer, 'channel'),
    ],
    said: () =>
      asked === 'visit'
        ? null
        : asked === 'first_touch'
          ? t('Channels by first visit')
          : t('Channels by last visit that was not direct'),
  });
}

/**
 * @param {Context} context
 * @param {string} id
 * @param {Dimension} dimension
 */
function dimensionCard(context, id, dimension) {
  const {path, range} = context;
  return loading(context, 'dimension', {
    title: t('By {dimension}', {dimension: within(dimensionName(dimension))}),
    load: get =>
      get(`${path}/goals`, {from: range.from, to: range.to, breakdown: dimension, totals: 'only', top: MOST_VALUES}),
    draw: answer => splitTable(id, answer, dimension),
  });
}

/** Micro goals that are listed before a macro goal. */
const MOST_MICROS = 8;

/**
 * The small steps before a macro goal.
 *
 * @param {Context} context
 * @param {string} id
 */
function microsCard(context, id) {
  return loading(context, 'micros', {
    title: t('Small steps before it'),
    head: el('a', {class: 'more', href: to('micros', null, {macro: id})}, t('All micros')),
    load: get => get(`${context.path}/micros`, {macro: id}),
    draw: answer => microTable(answer),
  });
}

/** @param {Answer<'/v1/sites/{site}/micros'>} answer */
function microTable({totals: list}) {
  const rows = (list ?? []).filter(({assist}) => (assist.assisted ?? 0) > 0).slice(0, MOST_MICROS);
  return rows.length === 0
    ? el('p', {class: 'empty'}, t('None yet: conversions need 30 days to be looked back from.'))
    : [
        el('p', {class: 'fine'}, t('In the 30 days before a conversion. It does not say that they brought it about.')),
        table(
          t('Micro goals before the macro goal'),
          [
            {label: t('Micro goal'), cell: row => el('a', {href: to('goals', row.micro)}, goalName(row.micro))},
            {
              label: t('Conversions after it'),
              number: true,
              sort: row => row.assist.assisted,
              cell: row => count(row.assist.assisted),
            },
            {
              label: t('Share of conversions'),
              number: true,
              sort: row => row.assist.rate,
              cell: row =>
                known(row.assist.rate) && known(row.assist.macros)
                  ? rate(row.assist.assisted ?? 0, row.assist.macros, 1)
                  : percent(row.assist.rate),
            },
            {
              label: t('Half within'),
              number: true,
              wide: true,
              sort: row => row.assist.lag_seconds_p50,
              cell: row => duration(row.assist.lag_seconds_p50),
            },
          ],
          rows,
        ),
      ];
}
