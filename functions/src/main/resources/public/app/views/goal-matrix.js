/** Every goal in every channel, as a rate beside that of all other visits. */

import {goalName} from '../ui/names.js';
import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el, unseen} from '../ui/dom.js';
import {count, known, percent} from '../ui/format.js';
import {ratesDiffer} from '../ui/noise.js';
import {filterLink, table} from '../ui/parts.js';
import {value} from '../ui/words.js';
import {t} from '../ui/text.js';

/**
 * @import {GoalAnswer, GoalFigures, OverviewAnswer} from '#openapi'
 * @import {Column, Context} from '#types'
 */

/** Channels that have a column: more do not fit. */
const MOST_CHANNELS = 6;

/** @param {Context} context */
export function goalMatrix(context) {
  const {path, range} = context;
  const params = {from: range.from, to: range.to, breakdown: /** @type {const} */ ('channel')};
  return loading(context, 'matrix', {
    title: t('Which channel for which goal?'),
    load: async get => {
      /** @type {[GoalAnswer, OverviewAnswer]} */
      const answers = await Promise.all([
        get(`${path}/goals`, {...params, totals: 'only'}),
        get(`${path}/overview`, {...params, totals: 'only'}),
      ]);
      return answers;
    },
    draw: ([goals, overview]) => matrix(goals, overview),
  });
}

/**
 * @param {GoalAnswer} goals
 * @param {OverviewAnswer} overview
 */
function matrix(goals, overview) {
  const visited = [...(overview.totals ?? [])]
    .filter(row => row.visits > 0)
    .sort((one, other) => other.visits - one.visits);
  const channels = visited.slice(0, MOST_CHANNELS);
  const rows = goals.total
    .filter(goal => goal.conversions > 0 && known(goal.converting_visits))
    .sort((one, other) => other.conversions - one.conversions);
  if (channels.length < 2 || rows.length === 0) {
    return null;
  }
  const cells = new Map(
    (goals.totals ?? []).map(row => [`${row.goal} ${row.breakdown.channel}`, row.converting_visits ?? 0]),
  );
  const all = overview.total.visits;
  /** @type {Column<GoalFigures>[]} */
  const columns = [
    {label: t('Goal'), cell: goal => el('a', {href: to('goals', goal.goal)}, goalName(goal.goal))},
    {
      label: t('All visits'),
      number: true,
      sort: goal => goal.conversion_rate,
      cell: goal => percent(goal.conversion_rate),
    },
    ...channels.map((channel, index) => {
      /** @param {GoalFigures} goal */
      const hits = goal => cells.get(`${goal.goal} ${channel.breakdown.channel}`) ?? 0;
      return {
        label: value('channel', channel.breakdown.channel),
        number: true,
        wide: index > 1,
        sort: (/** @type {GoalFigures} */ goal) => hits(goal) / channel.visits,
        cell: (/** @type {GoalFigures} */ goal) =>
          cell(
            {hits: hits(goal), of: channel.visits},
            {
              hits: (goal.converting_visits ?? 0) - hits(goal),
              of: all - channel.visits,
            },
          ),
      };
    }),
  ];
  return [
    el(
      'p',
      {class: 'fine'},
      t(
        'Visits with the goal by visits of the channel. A rate has a colour only where it differs from that of all other ' +
          'visits by more than chance.',
      ),
      visited.length > channels.length
        ? ` ${t('The {n} largest of {all} channels.', {n: channels.length, all: visited.length})}`
        : null,
    ),
    table(t('Goals by channel'), columns, rows),
    el(
      'p',
      {class: 'fine'},
      t('Show one channel everywhere: '),
      channels.map((channel, index) => [index > 0 ? ', ' : null, filterLink('channel', channel.breakdown.channel)]),
    ),
  ];
}

/**
 * @param {{hits: number, of: number}} own
 * @param {{hits: number, of: number}} others
 */
function cell(own, others) {
  const differs = ratesDiffer(own, others);
  const more = own.hits / own.of > others.hits / others.of;
  return el(
    'span',
    {
      class: `delta ${differs ? (more ? 'better' : 'worse') : ''}`,
      title: t('{n} of {all} visits', {n: count(own.hits), all: count(own.of)}),
    },
    differs ? el('span', {'aria-hidden': 'true'}, more ? '▲ ' : '▼ ') : null,
    percent(own.hits / own.of),
    unseen(differs ? (more ? t(', more than others') : t(', fewer than others')) : t(', within the usual range')),
  );
}
