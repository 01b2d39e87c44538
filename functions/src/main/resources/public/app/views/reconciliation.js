/** Why one goal has several figures: the way from each to the next, as a sum (H1.4). */

import {funnelName, goalName} from '../ui/names.js';
import {loading} from '../ui/cards.js';
import {el, replace} from '../ui/dom.js';
import {count} from '../ui/format.js';
import {failure} from '../ui/notices.js';
import {bridge} from './bridge.js';
import {askFunnel} from './funnel-data.js';
import {askGoals} from './goal-data.js';
import {t} from '../ui/text.js';

/**
 * @import {FunnelAnswer, GoalFigures} from '#openapi'
 * @import {CompletionAnswer, Context, EntryAnswer, Get} from '#types'
 */

/**
 * A folded card with the figures of a funnel's last goal. It is left out where all of them are the same, and with a
 * filter. The sum is read once it is unfolded.
 *
 * @param {Context} context
 * @param {{id: string, steps: string[]} | null} funnel
 */
export function reconciliation(context, funnel) {
  const goal = funnel?.steps[funnel.steps.length - 1];
  if (!funnel || !goal || context.filter) {
    return null;
  }
  return loading(context, 'reconciliation', {
    title: null,
    className: 'quiet-card',
    load: async get => {
      const [goals, entry] = await Promise.all([askGoals(get, context), byEntry(get, context, funnel)]);
      return {get, met: goals.total.find(each => each.goal === goal), entry};
    },
    draw: ({get, met, entry}) =>
      !met || met.conversions === 0 || met.conversions === entry.total.converted
        ? null
        : fold(met, entry, () => others(get, context, funnel), context.route.view === 'goals'),
  });
}

/**
 * @param {Get} get
 * @param {Context} context
 * @param {{id: string}} funnel
 * @returns {Promise<EntryAnswer>}
 */
async function byEntry(get, context, funnel) {
  const {answer} = await askFunnel(get, context, funnel, {totals: 'only'});
  const entry = answer.view === 'entry' ? answer : await of(get, context, funnel, 'entry');
  return /** @type {EntryAnswer} */ (entry);
}

/**
 * @param {Get} get
 * @param {Context} context
 * @param {{id: string}} funnel
 * @param {FunnelAnswer['view']} view
 * @returns {Promise<FunnelAnswer>}
 */
const of = (get, {path, range}, funnel, view) =>
  get(`${path}/funnels/${encodeURIComponent(funnel.id)}`, {from: range.from, to: range.to, totals: 'only', view});

/**
 * @param {Get} get
 * @param {Context} context
 * @param {{id: string}} funnel
 */
async function others(get, context, funnel) {
  const [completion, sameDay] = await Promise.all([
    of(get, context, funnel, 'completion'),
    of(get, context, funnel, 'same_day'),
  ]);
  return {
    completed: /** @type {CompletionAnswer} */ (completion).total.completed,
    sameDay: /** @type {EntryAnswer} */ (sameDay).total.converted,
  };
}

/**
 * @param {GoalFigures} met
 * @param {EntryAnswer} entry
 * @param {() => Promise<{completed: number, sameDay: number}>} read
 * @param {boolean} named whether the page is not the funnel’s, so that its name is needed
 */
function fold({goal, conversions, converters}, {funnel, total: {converted}}, read, named) {
  const values = {
    goal: goalName(goal),
    here: count(conversions),
    there: count(converted),
    funnel: funnelName(funnel),
  };
  return el(
    'details',
    {
      class: 'why',
      'data-key': `${goal} ${conversions} ${converted}`,
      on: {
        toggle: async event => {
          const place = event.currentTarget.querySelector('.sum-place');
          if (!place || place.childElementCount > 0) {
            return;
          }
          try {
            replace(place, sum(bridge({conversions, converters, converted, ...(await read())})));
          } catch (error) {
            replace(
              place,
              failure(error, () => replace(place)),
            );
          }
        },
      },
    },
    el(
      'summary',
      {},
      named
        ? t('{goal}: why {here} conversions in all and {there} in the funnel “{funnel}”?', values)
        : t('{goal}: why {here} conversions in all and {there} in this funnel?', values),
    ),
    el('div', {class: 'sum-place', 'data-whole': true}),
  );
}

/** @param {ReturnType<typeof bridge>} lines */
const sum = lines =>
  el(
    'table',
    {class: 'sum'},
    el('caption', {class: 'unseen'}, t('From one figure to the other')),
    el(
      'tbody',
      {},
      lines.map(({amount, words, figure}) =>
        el(
          'tr',
          {class: figure ? 'figure-line' : null},
          el('td', {class: 'number'}, figure ? count(amount) : `${amount < 0 ? '−' : '+'} ${count(Math.abs(amount))}`),
          el('th', {scope: 'row'}, words),
        ),
      ),
    ),
  );
