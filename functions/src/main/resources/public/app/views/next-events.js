/** What people did instead of a funnel's next step. */

import {loading} from '../ui/cards.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {count, percent} from '../ui/format.js';
import {goalName} from '../ui/names.js';
import {warnings} from '../ui/notices.js';
import {filterLink, largest, table} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {value} from '../ui/words.js';

/**
 * @import {NextEventsAnswer} from '#openapi'
 * @import {Context} from '#types'
 */

/** @typedef {NonNullable<NextEventsAnswer['totals']>[number]} Next */
/** @typedef {{step: number, goal: string | null, all: number, rows: Next[]}} Step */

/** Pages and events that are listed for each step. */
const MOST = 10;

/**
 * @param {Context} context
 * @param {{id: string}} funnel
 */
export function nextEvents(context, funnel) {
  const {path, range} = context;
  return loading(context, 'next events', {
    title: t('What people did instead'),
    head: explain(
      t('Instead of the next step'),
      t(
        'For entries that did not reach the last step on their day: the page or event that came next on that day, after the last step they reached.',
      ),
      t('Later days are not looked at, and it does not say why people did not go on.'),
    ),
    load: async get =>
      /** @type {NextEventsAnswer} */ (
        await get(`${path}/funnels/${encodeURIComponent(funnel.id)}/next_events`, {
          from: range.from,
          to: range.to,
          totals: 'only',
          top: MOST,
        })
      ),
    draw: answer => [
      warnings(answer.meta),
      el('p', {class: 'lead'}, sentence(answer)),
      el('div', {class: 'columns'}, steps(answer).map(stepTable)),
    ],
    said: sentence,
  });
}

/**
 * @param {NextEventsAnswer} answer
 * @returns {Step[]}
 */
function steps({totals = []}) {
  const numbers = [...new Set(totals.map(({step}) => step))].sort((one, other) => one - other);
  return numbers.map(step => {
    const rows = totals.filter(each => each.step === step).sort((one, other) => other.entries - one.entries);
    return {step, goal: rows[0].goal, all: rows[0].stopped, rows};
  });
}

/** @param {Step} step */
const stepName = ({step, goal}) => (goal === null ? t('Step {n}', {n: step}) : goalName(goal));

/** @param {Next} next */
function what({kind, value: text}) {
  if (kind === 'nothing') {
    return t('Nothing else that day');
  }
  return text === '(other)' ? t('All others') : kind === 'page' ? value('entry_page', text) : (text ?? '');
}

/** @param {NextEventsAnswer} answer */
function sentence(answer) {
  const [largestStep] = steps(answer).sort((one, other) => other.all - one.all);
  if (!largestStep) {
    return t('No entry stopped before the last step on these days.');
  }
  const [first] = largestStep.rows;
  const words = {
    all: count(largestStep.all),
    step: stepName(largestStep),
    what: what(first),
    n: count(first.entries),
    share: percent(first.entries / largestStep.all),
  };
  return first.kind === 'nothing'
    ? t('{all} entries stopped at {step} on their day; {n} of these ({share}) did nothing else that day.', words)
    : t('{all} entries stopped at {step} on their day; what came next most often is {what}: {n} ({share}).', words);
}

/** @param {Step} step */
function stepTable(step) {
  const most = largest(step.rows.map(row => row.entries));
  return el(
    'div',
    {},
    table(
      t('After {step}', {step: stepName(step)}),
      [
        {
          label: t('After {step}', {step: stepName(step)}),
          cell: row =>
            row.kind === 'page' && row.value !== '(other)' ? filterLink('entry_page', row.value) : what(row),
          bar: row => row.entries / most,
        },
        {label: t('Entries'), number: true, sort: row => row.entries, cell: row => count(row.entries)},
        {label: t('Share'), number: true, sort: row => row.entries, cell: row => percent(row.entries / step.all)},
      ],
      step.rows,
    ),
  );
}
