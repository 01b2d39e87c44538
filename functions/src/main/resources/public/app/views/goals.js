/** Goals by tier and kind, macros first; or a single goal with its days. */

import {to} from '../ui/address.js';
import {chart, grows} from '../ui/chart.js';
import {append, el} from '../ui/dom.js';
import {amounts, count, known, percent, spoken} from '../ui/format.js';
import {notice, warnings} from '../ui/notices.js';
import {card, comparable, delta, largest, table, verbatim} from '../ui/parts.js';
import {daysOf, length, plusDays} from '../ui/ranges.js';
import {dimensionName, value} from '../ui/words.js';

/**
 * @import {GoalAnswer, GoalFigures} from '#openapi'
 * @import {Column, Context, Controls, Days, Dimension, Line, Site} from '#types'
 */

/** @param {Context} context */
export const title = ({route}) => (route.view === 'goals' && route.id ? `Goal: ${spoken(route.id)}` : 'Goals');

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  breakdown: true,
  csv: ({path, range, by}) => ({path: `${path}/goals`, params: {from: range.from, to: range.to, breakdown: by}}),
};

/** @typedef {{title: string, text: string, holds: (goal: GoalFigures) => boolean}} Section */

/** @type {Section[]} */
const SECTIONS = [
  {title: 'Macro goals', text: 'The purpose of the site.', holds: goal => goal.tier === 'macro'},
  {title: 'Milestones', text: 'Smaller steps towards a macro goal.', holds: goal => goal.kind === 'milestone'},
  {
    title: 'Secondary actions',
    text: 'Signs of interest and trust off the direct path.',
    holds: goal => goal.tier === 'micro' && goal.kind !== 'milestone',
  },
];

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const {api, path, range, compare, signal, by, route, site} = context;
  const dimension = by;
  const params = {from: range.from, to: range.to, compare};
  const answer = comparable(await api.get(`${path}/goals`, params, signal), row => row.conversions > 0);
  const split = dimension
    ? await api.get(`${path}/goals`, {...params, compare: '', breakdown: dimension}, signal)
    : null;
  append(container, [...warnings(answer.meta)]);
  if (route.id) {
    await one(container, context, route.id, answer, split);
    return;
  }
  SECTIONS.forEach(section => append(container, [sectionCard(section, answer, split, dimension)]));
  const met = new Set(answer.total.filter(goal => goal.conversions > 0).map(goal => goal.goal));
  const quiet = (site.goals ?? []).filter(goal => !met.has(goal.name));
  append(container, [quiet.length ? without(quiet) : '']);
}

/**
 * Collapsed: goals without conversions.
 *
 * @param {Site['goals']} goals
 */
function without(goals) {
  return el(
    'details',
    {class: 'card folded'},
    el(
      'summary',
      {},
      `${count(goals.length)} ${goals.length === 1 ? 'goal' : 'goals'} without conversions on these days`,
    ),
    table(
      'Goals without conversions',
      [
        {label: 'Goal', cell: goal => spoken(goal.name)},
        {label: 'Kind', cell: goal => (goal.tier === 'macro' ? 'macro' : (goal.kind ?? 'micro'))},
      ],
      goals,
    ),
  );
}

/**
 * @param {Section} section
 * @param {GoalAnswer} answer
 * @param {GoalAnswer | null} split
 * @param {Dimension | ''} dimension
 */
function sectionCard(section, {total, comparison}, split, dimension) {
  const goals = total
    .filter(goal => section.holds(goal) && goal.conversions > 0)
    .sort((one, other) => other.conversions - one.conversions);
  const before = new Map((comparison?.total ?? []).map(goal => [goal.goal, goal]));
  const most = largest(goals.map(goal => goal.conversions));
  const worth = goals.some(goal => goal.value.length > 0);
  /** @type {Column<GoalFigures>[]} */
  const columns = [
    {
      label: 'Goal',
      cell: goal => el('a', {href: to('goals', goal.goal), title: goal.goal}, spoken(goal.goal)),
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
    {label: 'Visitors', number: true, wide: true, cell: goal => count(goal.converters)},
    {label: 'Rate', number: true, cell: goal => percent(goal.conversion_rate)},
    ...(goals.some(goal => known(goal.unverified))
      ? [
          {
            label: 'Not confirmed by your server',
            number: true,
            wide: true,
            cell: (/** @type {GoalFigures} */ goal) => percent(goal.unverified),
          },
        ]
      : []),
    ...(worth ? [{label: 'Value', number: true, cell: (/** @type {GoalFigures} */ goal) => amounts(goal.value)}] : []),
  ];
  return card(section.title, [
    el('p', {class: 'fine'}, section.text),
    goals.length ? table(section.title, columns, goals) : el('p', {class: 'empty'}, 'None on these days.'),
    split && dimension && goals.length ? splits(goals, split, dimension) : null,
  ]);
}

/**
 * @param {GoalFigures[]} goals
 * @param {GoalAnswer} split
 * @param {Dimension} dimension
 */
function splits(goals, split, dimension) {
  return goals.map(goal =>
    el(
      'details',
      {class: 'rest'},
      el('summary', {}, `${spoken(goal.goal)} by ${dimensionName(dimension).toLocaleLowerCase()}`),
      splitTable(goal.goal, split, dimension),
    ),
  );
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
  return table(
    `${spoken(goal)} by ${dimensionName(dimension)}`,
    [
      {
        label: dimensionName(dimension),
        cell: row => verbatim(value(dimension, row.breakdown[dimension])),
        bar: row => row.conversions / most,
      },
      {label: 'Conversions', number: true, cell: row => count(row.conversions)},
      {label: 'Value', number: true, cell: row => amounts(row.value)},
    ],
    rows,
  );
}

/**
 * @param {HTMLElement} container
 * @param {Context} context
 * @param {string} id
 * @param {GoalAnswer} answer
 * @param {GoalAnswer | null} split
 */
async function one(container, {range, by, site, api, path, signal}, id, answer, split) {
  const goal = (site.goals ?? []).find(each => each.name === id);
  const total = answer.total.find(each => each.goal === id);
  append(container, [el('p', {}, el('a', {href: to('goals', null)}, '‹ All goals'))]);
  if (!total || total.conversions === 0) {
    append(container, [
      goal || total
        ? quietGoal(id)
        : notice({
            title: 'Unknown goal',
            tone: 'trouble',
            text: ['This site’s plan has no goal ', verbatim(id)].map(part => el('span', {}, part)),
          }),
    ]);
    return;
  }
  const days =
    length(range) > 1 ? answer : await api.get(`${path}/goals`, {from: plusDays(range.to, -13), to: range.to}, signal);
  const from = length(range) > 1 ? range.from : plusDays(range.to, -13);
  append(container, [
    card(
      null,
      [
        goalVerdict(total, answer.comparison),
        goalLine(id, days, {from, to: range.to}, from === range.from ? answer.comparison : null),
      ],
      {className: 'main-card'},
    ),
    split && by ? card(`By ${dimensionName(by).toLocaleLowerCase()}`, splitTable(id, split, by)) : '',
  ]);
}

/** @param {string} id */
const quietGoal = id =>
  notice({
    title: 'No conversions on these days',
    text: `${spoken(id)} was not met. Choose other days, or check the live events.`,
  });

/**
 * @param {GoalFigures} goal
 * @param {GoalAnswer['comparison']} comparison
 */
function goalVerdict(goal, comparison) {
  const before = comparison?.total.find(each => each.goal === goal.goal);
  return el(
    'div',
    {class: 'verdict'},
    el(
      'p',
      {class: 'figure'},
      el('span', {class: 'value'}, count(goal.conversions)),
      comparison ? delta(goal.conversions, before?.conversions ?? 0) : null,
    ),
    el(
      'p',
      {},
      `${goal.conversions === 1 ? 'conversion' : 'conversions'} by ${count(goal.converters)} visitors (a visitor who ` +
        `converts on two days counts on both), ${percent(goal.conversion_rate)} of all`,
      goal.value.length ? [', worth ', el('strong', {}, amounts(goal.value))] : null,
      '.',
    ),
    known(goal.unverified) ? el('p', {class: 'fine'}, confirmation(goal)) : null,
  );
}

/** @param {GoalFigures} goal */
const confirmation = ({unverified}) =>
  unverified === 0
    ? 'All of them are confirmed by your server.'
    : `${percent(unverified)} of these are not confirmed by your server; only a browser reported them.`;

/**
 * @param {string} id
 * @param {GoalAnswer} answer
 * @param {Days} days
 * @param {GoalAnswer['comparison'] | null} comparison
 */
function goalLine(id, {rows, meta}, {from, to}, comparison) {
  const byDay = new Map(rows.filter(row => row.goal === id).map(row => [row.date, row.conversions]));
  const dates = daysOf(from, to);
  const lines = grows(
    {label: 'Conversions', values: dates.map(date => byDay.get(date) ?? 0), colour: 'accent', fill: true},
    dates,
    meta.complete_through,
  );
  if (comparison) {
    const before = new Map(comparison.rows.filter(row => row.goal === id).map(row => [row.date, row.conversions]));
    const then = dates.map((date, index) => plusDays(comparison.from, index));
    lines.push({
      label: 'Before',
      values: then.map(date => (date <= comparison.to ? (before.get(date) ?? 0) : null)),
      dates: then,
      colour: 'ink-soft',
      dashed: true,
    });
  }
  return chart({title: `${spoken(id)} per day`, dates, lines, write: count});
}
