/** Shows beside a form what its draft would have counted; requested a moment after each change. */

import {funnelName, goalName} from '../ui/names.js';
import {asError} from '../api/api.js';
import {el, replace} from '../ui/dom.js';
import {amounts, count, day, percent} from '../ui/format.js';
import {t, tn} from '../ui/text.js';

/** @import {PlanFault, PlanPreview} from '#openapi' */

/** @typedef {NonNullable<PlanPreview['goals']>[number]} GoalPreview */

/** @typedef {NonNullable<PlanPreview['funnels']>[number]} FunnelPreview */

const PAUSE = 500;

const unfinished = () => t('Fill in the fields to see what this would have counted.');

/**
 * @param {() => Promise<PlanPreview> | null} ask requests the preview of the current draft; null when there is nothing
 *     to request
 * @param {(faults: PlanFault[]) => void} faulty receives the faults of each response
 * @param {AbortSignal} signal
 * @param {{counted?: (answer: PlanPreview | null) => void, first?: () => boolean}} options `counted` receives each
 *     answer; `first` says that the draft has the first step of a funnel only
 */
export function preview(ask, faulty, signal, {counted = () => {}, first = () => false} = {}) {
  const figures = el('div', {class: 'editor-figures'});
  const status = el('p', {class: 'unseen', role: 'status'});
  const element = el('section', {class: 'card editor-preview'}, el('h3', {}, t('In the last 7 days')), figures, status);
  let timer = 0;
  let turn = 0;

  /** @param {number} mine */
  async function run(mine) {
    const asked = ask();
    if (asked === null) {
      counted(null);
      faulty([]);
      replace(figures, el('p', {class: 'empty'}, unfinished()));
      return;
    }
    figures.setAttribute('aria-busy', 'true');
    try {
      const answer = await asked;
      if (mine === turn && !signal.aborted) {
        faulty(answer.faults);
        counted(answer.faults.length ? null : answer);
        draw(figures, status, answer, first());
      }
    } catch (error) {
      const {kind, message} = asError(error);
      if (mine === turn && !signal.aborted) {
        replace(
          figures,
          el(
            'p',
            {class: 'wrong'},
            kind === 'network' ? t('Cairn could not be reached.') : message || t('The preview failed.'),
          ),
        );
      }
    } finally {
      if (mine === turn) {
        figures.removeAttribute('aria-busy');
      }
    }
  }

  return {
    element,
    refresh() {
      clearTimeout(timer);
      turn += 1;
      const mine = turn;
      timer = setTimeout(() => run(mine), PAUSE);
    },
  };
}

/**
 * @param {HTMLElement} figures
 * @param {HTMLElement} status
 * @param {PlanPreview} answer
 * @param {boolean} first
 */
function draw(figures, status, answer, first) {
  if (answer.faults.length) {
    replace(figures, el('p', {class: 'empty'}, unfinished()));
    status.textContent = '';
    return;
  }
  const goals = (answer.goals ?? []).map(goal);
  const funnels = (answer.funnels ?? []).map(each => (first ? firstStep(each) : funnel(each)));
  replace(
    figures,
    goals.length + funnels.length
      ? [goals, funnels, small(answer)]
      : el('p', {class: 'empty'}, t('Nothing has changed yet.')),
  );
  const [goalCounts] = answer.goals ?? [];
  status.textContent = goalCounts ? said(goalCounts) : '';
}

/** @param {GoalPreview} goal */
const said = ({conversions, visitors}) =>
  t('In the last 7 days this would have counted {conversions} conversions of {visitors} visitors.', {
    conversions: count(conversions),
    visitors: count(visitors),
  });

/** @param {GoalPreview} each */
function goal(each) {
  if (each.change === 'removed') {
    return el(
      'p',
      {},
      t('{goal} counted {n} conversions; it would be removed.', {
        goal: goalName(each.goal),
        n: count(each.now.conversions),
      }),
    );
  }
  const most = Math.max(1, ...each.rows.map(row => row.conversions));
  return el(
    'div',
    {class: 'editor-counted', 'data-goal': each.goal},
    el(
      'p',
      {class: 'editor-said'},
      t('This would have counted '),
      el('strong', {}, count(each.conversions)),
      t(' conversions of '),
      el('strong', {}, count(each.visitors)),
      t(' visitors'),
      each.interval
        ? t(' (estimated; between {least} and {most})', {least: count(each.interval[0]), most: count(each.interval[1])})
        : '',
      each.value.length ? t(', worth {value}', {value: amounts(each.value)}) : '',
      '.',
    ),
    each.change === 'changed'
      ? el('p', {class: 'fine'}, t('The current definition counted {n}.', {n: count(each.now.conversions)}))
      : null,
    el(
      'ol',
      {class: 'editor-days'},
      each.rows.map(row =>
        el(
          'li',
          {},
          el('span', {class: 'fine'}, day(row.date)),
          el(
            'span',
            {class: 'editor-bar', 'aria-hidden': 'true'},
            el('span', {css: {width: `${((row.conversions / most) * 100).toFixed(1)}%`}}),
          ),
          el('span', {}, count(row.conversions)),
        ),
      ),
    ),
  );
}

/** @param {FunnelPreview} each */
function firstStep({entry, same_day: sameDay}) {
  const entered = entry?.entered || sameDay?.entered || 0;
  return el(
    'p',
    {},
    tn(entered, '1 visitor took this step. Add the next one.', '{n} visitors took this step. Add the next one.', {
      n: count(entered),
    }),
  );
}

/** @param {FunnelPreview} each */
function funnel(each) {
  const {steps} = each;
  const linkable = each.entry !== null && each.entry.entered > 0;
  const view = linkable ? each.entry : each.same_day;
  if (each.change === 'removed' || !view || !steps) {
    return el('p', {}, t('The funnel {funnel} would be removed.', {funnel: funnelName(each.funnel)}));
  }
  const before = linkable ? each.now.entry : each.now.same_day;
  return el(
    'div',
    {class: 'editor-counted', 'data-funnel': each.funnel},
    el(
      'p',
      {class: 'editor-said'},
      funnelName(each.funnel),
      ': ',
      el('strong', {}, count(view.entered)),
      t(' entered, '),
      el('strong', {}, count(view.converted)),
      t(' reached the end'),
      view.entered ? ` (${percent(view.converted / view.entered)})` : '',
      view.in_progress ? t(', {n} still in progress', {n: count(view.in_progress)}) : '',
      '.',
    ),
    el(
      'p',
      {class: 'fine'},
      linkable ? t('Visitors who can be recognised across days.') : t('All visitors, each within one day.'),
      before
        ? t(' Currently: {entered} entered, {converted} reached the end.', {
            entered: count(before.entered),
            converted: count(before.converted),
          })
        : '',
    ),
    el(
      'ol',
      {class: 'editor-days'},
      steps.map((goalId, index) =>
        el(
          'li',
          {},
          el('span', {class: 'fine'}, goalName(goalId)),
          el(
            'span',
            {class: 'editor-bar', 'aria-hidden': 'true'},
            el('span', {
              css: {width: `${(view.entered ? (view.reached[index] / view.entered) * 100 : 0).toFixed(1)}%`},
            }),
          ),
          el('span', {}, count(view.reached[index])),
        ),
      ),
    ),
  );
}

/**
 * Notes what is estimated or missing.
 *
 * @param {PlanPreview} answer
 */
function small(answer) {
  return [
    answer.sample
      ? el(
          'p',
          {class: 'mild'},
          t('The site is large: estimated from {share} of its visitors.', {share: percent(answer.sample.share)}),
        )
      : null,
    answer.undecided_events
      ? el(
          'p',
          {class: 'mild'},
          t('{n} events are not included: their details are not in the archive yet. Check again in a few minutes.', {
            n: count(answer.undecided_events),
          }),
        )
      : null,
  ];
}
