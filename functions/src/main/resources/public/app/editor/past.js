/** Offers to apply a saved plan to past days, and shows the progress. */

import {asError} from '../api/api.js';
import {el, replace} from '../ui/dom.js';
import {count} from '../ui/format.js';
import {t} from '../ui/text.js';
import {once} from './busy.js';
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
 * @param {PlanPut | null} saved null where nothing was saved just before
 */
export function past(context, saved) {
  const {today} = context;
  const form = {from: daysBefore(today, 29), to: today};
  const element = el('section', {
    class: 'card editor-past',
    tabindex: '-1',
    'aria-label': saved ? t('Saved') : t('Backfill'),
  });
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
        click: () =>
          once(start, async () => {
            wrong.textContent = '';
            try {
              const {body} = await context.api.send('POST', `${context.path}/backfills`, {
                from: form.from,
                to: form.to,
              });
              await follow(context, element, body);
            } catch (error) {
              wrong.textContent = asError(error).message || t('Something went wrong. Please try again.');
            }
          }),
      },
    },
    t('Apply to these days'),
  );
  replace(
    element,
    el('h2', {}, saved ? t('Saved as version {version}', {version: saved.version}) : t('Backfill')),
    el(
      'p',
      {},
      saved
        ? t(
            'It applies to events received from now on. Past days keep the goals they were counted with until you apply it to them too.',
          )
        : t('Counts past days again with the plan in force: with goals and funnels that were made after them.'),
    ),
    el('div', {class: 'editor-two'}, date('from', t('From')), date('to', t('To'))),
    el(
      'p',
      {class: 'actions'},
      start,
      saved
        ? el('button', {type: 'button', on: {click: () => element.remove()}}, t('Leave past days unchanged'))
        : null,
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
  const bar = el('progress', {'aria-label': t('Progress')});
  const said = el('p', {role: 'status'});
  replace(element, el('h2', {}, t('Recounting past days')), bar, said);
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
        ? t('{n} events so far.', {n: count(now.events)})
        : now.done
          ? t('{done} of {total} parts.', {done: count(now.done), total: count(now.total)})
          : t('Starts within a few minutes.'));
    await new Promise(resolve => setTimeout(resolve, BETWEEN_LOOKS));
    now = await context.api.get(`${context.path}/jobs/${encodeURIComponent(now.id)}`, {}, context.signal);
  }
  if (!context.signal.aborted) {
    replace(
      element,
      el('h2', {}, now.status === 'done' ? t('Past days have been recounted') : t('Past days could not be recounted')),
      el(
        'p',
        {role: 'status'},
        now.message,
        now.status === 'done' ? ` ${t('The reports are updated by the next run, within half an hour.')}` : '',
      ),
    );
  }
}
