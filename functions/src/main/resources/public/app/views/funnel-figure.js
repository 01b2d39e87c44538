/** Draws a funnel: a bar per step, and between the bars who went on, who is expected to, and who is not. */

import {goalName} from '../ui/names.js';
import {el} from '../ui/dom.js';
import {count, duration, known, percent} from '../ui/format.js';
import {fates} from './fates.js';
import {t} from '../ui/text.js';

/** @import {EntryAnswer} from '#types' */

/**
 * @param {number} part
 * @param {number} whole
 */
const share = (part, whole) => (whole === 0 ? 0 : part / whole);
/** @param {number} fraction */
const width = fraction => ({width: `${(fraction * 100).toFixed(3)}%`});

/**
 * @param {ReturnType<typeof fates>[number]} fate
 * @param {number} entered
 */
function bar(fate, entered) {
  return el(
    'div',
    {class: 'track', 'aria-hidden': 'true'},
    el('span', {class: 'on', css: width(share(fate.on, entered))}),
    el('span', {class: 'open', css: width(share(fate.coming, entered))}),
    el('span', {class: 'stopped', css: width(share(fate.lost, entered))}),
  );
}

/**
 * The whole figure. `excluded` entries are among those lost, as the text says.
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
          el('span', {class: 'step-name'}, goalName(step)),
          el('span', {class: 'step-count'}, count(total.reached[index])),
          el(
            'span',
            {class: 'step-share'},
            percent(total.total_rate[index]),
            el('span', {class: 'unseen'}, t(' of those who entered')),
          ),
        ),
        bar(all[index], total.entered),
        index < steps.length - 1 ? between(total, all[index], index, steps[index + 1]) : null,
      ),
    ),
  );
}

/**
 * @param {EntryAnswer['total']} total
 * @param {ReturnType<typeof fates>[number]} fate
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
      t(' went on to {step}', {step: goalName(next)}),
    ),
    fate.coming > 0 ? el('span', {class: 'waiting-for'}, t('about {n} expected still', {n: count(fate.coming)})) : null,
    fate.unknown > 0
      ? el('span', {class: 'waiting-for'}, t('{n} not yet known', {n: count(fate.unknown)}))
      : el('span', {class: 'lost'}, t('{n} lost', {n: count(fate.lost)})),
    known(median)
      ? el(
          'span',
          {class: 'time', title: t('Nine in ten within {time}', {time: duration(most)})},
          median === 0 ? t('half of them immediately') : t('half of them within {time}', {time: duration(median)}),
        )
      : null,
  );
}

/** @param {boolean} unknown whether there is no forecast */
export function funnelLegend(unknown) {
  return el(
    'ul',
    {class: 'legend'},
    el('li', {}, el('span', {class: 'key on', 'aria-hidden': 'true'}), t('Went on')),
    el(
      'li',
      {},
      el('span', {class: 'key open', 'aria-hidden': 'true'}),
      unknown ? t('Not yet known: too few were followed to say') : t('Expected still to go on'),
    ),
    el('li', {}, el('span', {class: 'key stopped', 'aria-hidden': 'true'}), t('Lost')),
  );
}

/**
 * The same, small: a bar and a share per step.
 *
 * @param {Pick<EntryAnswer, 'steps' | 'total'>} answer
 */
export function funnelSketch({steps, total}) {
  if (total.entered === 0) {
    return el('p', {class: 'empty'}, t('No entries on these days.'));
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
          el('span', {class: 'step-name'}, goalName(step)),
          el('span', {class: 'step-count'}, count(total.reached[index])),
          el('span', {class: 'step-share'}, percent(total.total_rate[index])),
        ),
        bar(all[index], total.entered),
      ),
    ),
  );
}
