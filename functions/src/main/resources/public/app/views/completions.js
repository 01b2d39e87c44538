/** A funnel by day of completion: how many completed it, how long after the first step, and their value. */

import {el} from '../ui/dom.js';
import {amounts, count, percent} from '../ui/format.js';
import {notice} from '../ui/notices.js';
import {delta, largest, table} from '../ui/parts.js';
import {t} from '../ui/text.js';

/**
 * @import {FunnelCompletionFigures} from '#openapi'
 * @import {CompletionAnswer, Context} from '#types'
 */

const LAG_WORDS = new Map([
  ['0', t('the same day')],
  ['1', t('the next day')],
  ['61+', t('61 days or more')],
]);

/**
 * The figure of the view by day of completion.
 *
 * @param {CompletionAnswer} answer
 * @param {Context} context
 */
export function completions({total, comparison}, context) {
  if (total.completed === 0) {
    return notice({title: t('No completions on these days'), text: t('Choose other days, or count by day of entry.')});
  }
  return el(
    'div',
    {class: 'verdict'},
    el(
      'p',
      {class: 'figure'},
      el('span', {class: 'value'}, count(total.completed)),
      comparison ? delta(total.completed, comparison.total.completed, {short: false}) : null,
    ),
    el(
      'p',
      {},
      t('completed the funnel'),
      total.value.length ? t(', worth {value}', {value: amounts(total.value)}) : null,
      context.range.to >= context.today ? t(' (today is not over).') : '.',
    ),
  );
}

/**
 * A bar for each time since the first step.
 *
 * @param {FunnelCompletionFigures} figures
 */
export function lagChart({lags, completed}) {
  const rows = Object.entries(lags);
  const most = largest(rows.map(([, number]) => number));
  return table(
    t('Completed by days since the first step'),
    [
      {
        label: t('After'),
        sort: ([lag]) => rows.findIndex(([each]) => each === lag),
        cell: ([lag]) =>
          LAG_WORDS.get(lag) ?? t('{from} to {to} days', {from: lag.split('-')[0], to: lag.split('-')[1] ?? ''}),
        bar: ([, number]) => (most ? number / most : 0),
      },
      {label: t('Completed'), number: true, sort: ([, number]) => number, cell: ([, number]) => count(number)},
      {
        label: t('Share'),
        number: true,
        sort: ([, number]) => number,
        cell: ([, number]) => percent(completed ? number / completed : null),
      },
    ],
    rows,
  );
}
