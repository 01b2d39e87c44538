/** A funnel by day of completion: how many completed it, how long after the first step, and their value. */

import {chart} from '../ui/chart.js';
import {el} from '../ui/dom.js';
import {amounts, count, percent} from '../ui/format.js';
import {notice} from '../ui/notices.js';
import {card, delta, largest, table, verbatim} from '../ui/parts.js';
import {length} from '../ui/ranges.js';
import {dimensionName, value} from '../ui/words.js';

/**
 * @import {FunnelCompletionFigures} from '#openapi'
 * @import {CompletionAnswer, Context, Dimension} from '#types'
 */

const LAG_WORDS = new Map([
  ['0', 'the same day'],
  ['1', 'the next day'],
  ['61+', '61 days or more'],
]);

/**
 * The cards of the view by day of completion.
 *
 * @param {CompletionAnswer} answer
 * @param {Context} context
 */
export function completions(answer, context) {
  const {total, rows, comparison} = answer;
  if (total.completed === 0) {
    return [notice({title: 'No completions on these days', text: 'Choose other days, or count by day of entry.'})];
  }
  const lines = [{label: 'Completed', values: rows.map(row => row.completed), colour: 'accent', fill: true}];
  return [
    card(
      null,
      [
        el(
          'div',
          {class: 'verdict'},
          el(
            'p',
            {class: 'figure'},
            el('span', {class: 'value'}, count(total.completed)),
            comparison ? delta(total.completed, comparison.total.completed) : null,
          ),
          el('p', {}, 'completed the funnel', total.value.length ? `, worth ${amounts(total.value)}` : null, '.'),
        ),
        length(context.range) === 1
          ? null
          : chart({title: 'Completed per day', dates: rows.map(row => row.date), lines, write: count}),
      ],
      {className: 'main-card'},
    ),
    card('Time since the first step', lagTable(total)),
    context.by && answer.totals ? completionBreakdown(answer, context.by) : null,
  ].filter(Boolean);
}

/** @param {FunnelCompletionFigures} figures */
function lagTable({lags, completed}) {
  const rows = Object.entries(lags);
  const most = largest(rows.map(([, number]) => number));
  return table(
    'Completed by days since the first step',
    [
      {
        label: 'After',
        cell: ([lag]) => LAG_WORDS.get(lag) ?? `${lag.replace('-', ' to ')} days`,
        bar: ([, number]) => (most ? number / most : 0),
      },
      {label: 'Completed', number: true, cell: ([, number]) => count(number)},
      {label: 'Share', number: true, cell: ([, number]) => percent(completed ? number / completed : null)},
    ],
    rows,
  );
}

/**
 * @param {CompletionAnswer} answer
 * @param {Dimension} by
 */
function completionBreakdown({totals}, by) {
  const rows = [...(totals ?? [])].sort((one, other) => other.completed - one.completed);
  const most = largest(rows.map(row => row.completed));
  return card(
    `By ${dimensionName(by).toLocaleLowerCase()}`,
    table(
      `Completed by ${dimensionName(by)}`,
      [
        {
          label: dimensionName(by),
          cell: row => verbatim(value(by, row.breakdown[by])),
          bar: row => (most ? row.completed / most : 0),
        },
        {label: 'Completed', number: true, cell: row => count(row.completed)},
        {label: 'Value', number: true, cell: row => amounts(row.value)},
      ],
      rows,
    ),
  );
}
