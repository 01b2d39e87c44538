/** Shows beside a form what its draft would have counted; requested a moment after each change. */

import {asError} from '../api/api.js';
import {el, replace} from '../ui/dom.js';
import {amounts, count, day, percent, spoken} from '../ui/format.js';

/** @import {PlanFault, PlanPreview} from '#openapi' */

/** @typedef {NonNullable<PlanPreview['goals']>[number]} GoalPreview */

/** @typedef {NonNullable<PlanPreview['funnels']>[number]} FunnelPreview */

const PAUSE = 500;

/**
 * @param {() => Promise<PlanPreview> | null} ask requests the preview of the current draft; null when there is nothing
 *     to request
 * @param {(faults: PlanFault[]) => void} faulty receives the faults of each response
 * @param {AbortSignal} signal
 */
export function preview(ask, faulty, signal) {
  const figures = el('div', {class: 'editor-figures'});
  const status = el('p', {class: 'unseen', role: 'status'});
  const element = el('section', {class: 'card editor-preview'}, el('h3', {}, 'In the last 7 days'), figures, status);
  let timer = 0;
  let turn = 0;

  /** @param {number} mine */
  async function run(mine) {
    const asked = ask();
    if (asked === null) {
      replace(figures, el('p', {class: 'empty'}, 'Fill in the fields to see what this would have counted.'));
      return;
    }
    figures.setAttribute('aria-busy', 'true');
    try {
      const answer = await asked;
      if (mine === turn && !signal.aborted) {
        faulty(answer.faults);
        draw(figures, status, answer);
      }
    } catch (error) {
      const {kind, message} = asError(error);
      if (mine === turn && !signal.aborted) {
        replace(
          figures,
          el(
            'p',
            {class: 'wrong'},
            kind === 'network' ? 'Cairn could not be reached.' : message || 'The preview failed.',
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
 */
function draw(figures, status, answer) {
  if (answer.faults.length) {
    replace(figures, el('p', {class: 'empty'}, 'No preview yet: see the messages beside the fields.'));
    status.textContent = `${answer.faults.length} faults.`;
    return;
  }
  const goals = (answer.goals ?? []).map(goal);
  const funnels = (answer.funnels ?? []).map(funnel);
  replace(
    figures,
    goals.length + funnels.length
      ? [goals, funnels, small(answer)]
      : el('p', {class: 'empty'}, 'Nothing has changed yet.'),
  );
  const [first] = answer.goals ?? [];
  status.textContent = first ? said(first) : '';
}

/** @param {GoalPreview} goal */
const said = ({conversions, visitors}) =>
  `In the last 7 days this would have counted ${count(conversions)} conversions of ${count(visitors)} visitors.`;

/** @param {GoalPreview} each */
function goal(each) {
  if (each.change === 'removed') {
    return el('p', {}, `${spoken(each.goal)} counted ${count(each.now.conversions)} conversions; it would be removed.`);
  }
  const most = Math.max(1, ...each.rows.map(row => row.conversions));
  return el(
    'div',
    {class: 'editor-counted', 'data-goal': each.goal},
    el(
      'p',
      {class: 'editor-said'},
      'This would have counted ',
      el('strong', {}, count(each.conversions)),
      ' conversions of ',
      el('strong', {}, count(each.visitors)),
      ' visitors',
      each.interval ? ` (estimated; between ${count(each.interval[0])} and ${count(each.interval[1])})` : '',
      each.value.length ? `, worth ${amounts(each.value)}` : '',
      '.',
    ),
    each.change === 'changed'
      ? el('p', {class: 'fine'}, `The current definition counted ${count(each.now.conversions)}.`)
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
function funnel(each) {
  const {steps} = each;
  const linkable = each.entry !== null && each.entry.entered > 0;
  const view = linkable ? each.entry : each.same_day;
  if (each.change === 'removed' || !view || !steps) {
    return el('p', {}, `The funnel ${spoken(each.funnel)} would be removed.`);
  }
  const before = linkable ? each.now.entry : each.now.same_day;
  return el(
    'div',
    {class: 'editor-counted', 'data-funnel': each.funnel},
    el(
      'p',
      {class: 'editor-said'},
      spoken(each.funnel),
      ': ',
      el('strong', {}, count(view.entered)),
      ' entered, ',
      el('strong', {}, count(view.converted)),
      ' reached the end',
      view.entered ? ` (${percent(view.converted / view.entered)})` : '',
      view.in_progress ? `, ${count(view.in_progress)} still in progress` : '',
      '.',
    ),
    el(
      'p',
      {class: 'fine'},
      linkable ? 'Visitors who can be recognised across days.' : 'All visitors, each within one day.',
      before ? ` Currently: ${count(before.entered)} entered, ${count(before.converted)} reached the end.` : '',
    ),
    el(
      'ol',
      {class: 'editor-days'},
      steps.map((goalId, index) =>
        el(
          'li',
          {},
          el('span', {class: 'fine'}, spoken(goalId)),
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
      ? el('p', {class: 'mild'}, `The site is large: estimated from ${percent(answer.sample.share)} of its visitors.`)
      : null,
    answer.undecided_events
      ? el(
          'p',
          {class: 'mild'},
          `${count(answer.undecided_events)} events are not included: their details are ` +
            'not in the archive yet. Check again in a few minutes.',
        )
      : null,
  ];
}
