/** Draws a funnel: a bar per step, and between the bars how many continued, are still open, or dropped off. */

import {el} from '../ui/dom.js';
import {count, duration, known, percent, spoken} from '../ui/format.js';

/**
 * @import {FunnelEntryFigures} from '#openapi'
 * @import {EntryAnswer} from '#types'
 */

/** @typedef {{here: number, on: number, stopped: number, open: number}} Fate */

/**
 * Of the visitors who reached each step: how many continued, stopped, or may still continue.
 *
 * @param {FunnelEntryFigures} figures
 * @returns {Fate[]}
 */
export function fates({reached, dropped_after: dropped}) {
  return reached.map((here, index) => {
    const last = index === reached.length - 1;
    const on = last ? here : reached[index + 1];
    const stopped = last ? 0 : dropped[index];
    return {here, on, stopped, open: last ? 0 : Math.max(0, here - on - stopped)};
  });
}

/**
 * @param {number} part
 * @param {number} whole
 */
const share = (part, whole) => (whole === 0 ? 0 : part / whole);
/** @param {number} fraction */
const width = fraction => ({width: `${(fraction * 100).toFixed(3)}%`});

/**
 * @param {Fate} fate
 * @param {number} entered
 */
function bar(fate, entered) {
  return el(
    'div',
    {class: 'track', 'aria-hidden': 'true'},
    el('span', {class: 'on', css: width(share(fate.on, entered))}),
    el('span', {class: 'open', css: width(share(fate.open, entered))}),
    el('span', {class: 'stopped', css: width(share(fate.stopped, entered))}),
  );
}

/**
 * The whole figure. `excluded` entries are among those still open or lost, as the text says.
 *
 * @param {Pick<EntryAnswer, 'steps' | 'total'>} answer
 */
export function funnelFigure({steps, total}) {
  const all = fates(total);
  return el(
    'ol',
    {class: 'funnel'},
    steps.map((step, index) =>
      el(
        'li',
        {},
        el(
          'div',
          {class: 'step'},
          el('span', {class: 'step-number', 'aria-hidden': 'true'}, String(index + 1)),
          el('span', {class: 'step-name'}, spoken(step)),
          el('span', {class: 'step-count'}, count(total.reached[index])),
          el(
            'span',
            {class: 'step-share'},
            percent(total.total_rate[index]),
            el('span', {class: 'unseen'}, ' of those who entered'),
          ),
        ),
        bar(all[index], total.entered),
        index < steps.length - 1 ? between(total, all[index], index, steps[index + 1]) : null,
      ),
    ),
  );
}

/**
 * @param {FunnelEntryFigures} total
 * @param {Fate} fate
 * @param {number} index
 * @param {string} next
 */
function between(total, fate, index, next) {
  const median = total.seconds_from_previous.p50[index + 1];
  const most = total.seconds_from_previous.p90[index + 1];
  return el(
    'p',
    {class: 'between'},
    el(
      'span',
      {class: 'went-on'},
      el('span', {'aria-hidden': 'true'}, '↓ '),
      el('strong', {}, percent(total.step_rate[index + 1])),
      ` go on to ${spoken(next).toLocaleLowerCase()}`,
    ),
    fate.stopped > 0 || fate.open === 0 ? el('span', {class: 'lost'}, `${count(fate.stopped)} dropped off`) : null,
    fate.open > 0 ? el('span', {class: 'waiting'}, `${count(fate.open)} still open`) : null,
    known(median)
      ? el(
          'span',
          {class: 'time', title: `Nine in ten within ${duration(most)}`},
          `half of them ${median === 0 ? 'immediately' : `within ${duration(median)}`}`,
        )
      : null,
  );
}

export function funnelLegend() {
  return el(
    'ul',
    {class: 'legend'},
    el('li', {}, el('span', {class: 'key on', 'aria-hidden': 'true'}), 'Continued'),
    el('li', {}, el('span', {class: 'key open', 'aria-hidden': 'true'}), 'Still open: may continue'),
    el('li', {}, el('span', {class: 'key stopped', 'aria-hidden': 'true'}), 'Dropped off'),
  );
}

/**
 * The same, small: a bar and a share per step.
 *
 * @param {Pick<EntryAnswer, 'steps' | 'total'>} answer
 */
export function funnelSketch({steps, total}) {
  if (total.entered === 0) {
    return el('p', {class: 'empty'}, 'No entries on these days.');
  }
  const all = fates(total);
  return el(
    'ol',
    {class: 'funnel small'},
    steps.map((step, index) =>
      el(
        'li',
        {},
        el(
          'div',
          {class: 'step'},
          el('span', {class: 'step-name'}, spoken(step)),
          el('span', {class: 'step-count'}, count(total.reached[index])),
          el('span', {class: 'step-share'}, percent(total.total_rate[index])),
        ),
        bar(all[index], total.entered),
      ),
    ),
  );
}
