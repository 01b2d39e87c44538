/** Offers to apply a saved plan to past days, and shows the progress. */

import {asError} from '../api/api.js';
import {el, replace} from '../ui/dom.js';
import {count} from '../ui/format.js';
import {unique} from './fields.js';

/**
 * @import {Job, PlanPut} from '#openapi'
 * @import {Context, Days} from '#types'
 */

const DAY = 86_400_000;
const BETWEEN_LOOKS = 1500;

/**
 * @param {string} date
 * @param {number} days
 */
const daysBefore = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10);

/**
 * @param {Context} context the view's context
 * @param {PlanPut} saved
 */
export function past(context, saved) {
  const {today} = context;
  const form = {from: daysBefore(today, 29), to: today};
  const element = el('section', {class: 'card editor-past', tabindex: '-1', 'aria-label': 'Saved'});
  /**
   * @param {keyof Days} name
   * @param {string} label
   */
  const date = (name, label) => {
    const own = unique('date');
    return el(
      'div',
      {class: 'editor-field'},
      el('label', {for: own, class: 'editor-label'}, label),
      el('input', {
        type: 'date',
        id: own,
        value: form[name],
        max: today,
        on: {
          change: event => {
            form[name] = event.currentTarget.value;
          },
        },
      }),
    );
  };
  const wrong = el('p', {class: 'wrong', role: 'alert'});
  /** @type {HTMLButtonElement} */
  const start = el(
    'button',
    {
      type: 'button',
      class: 'primary',
      on: {
        click: async () => {
          start.disabled = true;
          wrong.textContent = '';
          try {
            const {body} = await context.api.send('POST', `${context.path}/backfills`, {from: form.from, to: form.to});
            await follow(context, element, body);
          } catch (error) {
            start.disabled = false;
            wrong.textContent = asError(error).message || 'Something went wrong. Please try again.';
          }
        },
      },
    },
    'Apply to these days',
  );
  replace(
    element,
    el('h2', {}, `Saved as version ${saved.version}`),
    el(
      'p',
      {},
      'It applies to events received from now on. Past days keep the goals they were counted with until you apply it ' +
        'to them too.',
    ),
    el('div', {class: 'editor-two'}, date('from', 'From'), date('to', 'To')),
    el(
      'p',
      {class: 'actions'},
      start,
      el('button', {type: 'button', on: {click: () => element.remove()}}, 'Leave past days unchanged'),
    ),
    wrong,
  );
  return element;
}

/**
 * @param {Context} context
 * @param {HTMLElement} element
 * @param {Job} job
 */
async function follow(context, element, job) {
  const bar = el('progress', {'aria-label': 'Progress'});
  const said = el('p', {role: 'status'});
  replace(element, el('h2', {}, 'Recounting past days'), bar, said);
  element.focus();
  let now = job;
  while (!context.signal.aborted && !now.finished_at) {
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
    }
    said.textContent =
      now.message ||
      (now.events
        ? `${count(now.events)} events so far.`
        : now.done
          ? `${count(now.done)} of ${count(now.total)} parts.`
          : 'Starts within a few minutes.');
    await new Promise(resolve => setTimeout(resolve, BETWEEN_LOOKS));
    now = await context.api.get(`${context.path}/jobs/${encodeURIComponent(now.id)}`, {}, context.signal);
  }
  if (!context.signal.aborted) {
    replace(
      element,
      el('h2', {}, now.status === 'done' ? 'Past days have been recounted' : 'Past days could not be recounted'),
      el(
        'p',
        {role: 'status'},
        now.message,
        now.status === 'done' ? ' The reports are updated by the next run, within half an hour.' : '',
      ),
    );
  }
}
