/** Jobs on the past: started, with their progress. */

import {past} from '../editor/past.js';
import {append, el, replace} from '../ui/dom.js';
import {count, moment, span, spoken} from '../ui/format.js';
import {card, table} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {asked, isAdmin, writesPlan} from './parts.js';

/**
 * @import {Job} from '#openapi'
 * @import {Child, Context} from '#types'
 */

const EVERY_MS = 2_000;
/** Jobs of no single site. */
const NO_SITE = '-';
const TONES = {waiting: 'warn', running: 'warn', done: 'good', failed: 'bad'};

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const list = el('div', {});
  let drawn = '';
  const draw = async () => {
    const jobs = await all(context);
    const now = JSON.stringify(jobs);
    if (now !== drawn) {
      drawn = now;
      replace(list, listed(jobs, context));
    }
  };
  append(container, [
    writesPlan(context) ? past(context, null) : null,
    isAdmin(context) ? rebuilding(context, draw) : null,
    list,
  ]);
  await draw();
  const timer = setInterval(() => {
    if (container.isConnected && document.visibilityState === 'visible') {
      draw().catch(() => {});
    } else if (!container.isConnected) {
      clearInterval(timer);
    }
  }, EVERY_MS);
  context.signal.addEventListener('abort', () => clearInterval(timer));
}

/** @param {Context} context */
async function all(context) {
  const {api, path, signal} = context;
  const [own, shared] = await Promise.all([
    api.get(`${path}/jobs`, {}, signal),
    isAdmin(context) ? api.get(`/v1/sites/${NO_SITE}/jobs`, {}, signal) : {jobs: []},
  ]);
  return [...own.jobs, ...shared.jobs].toSorted((a, b) => b.requested_at.localeCompare(a.requested_at));
}

/**
 * @param {Job[]} jobs
 * @param {Context} context
 */
function listed(jobs, {site}) {
  return card(
    t('Jobs'),
    jobs.length === 0
      ? el('p', {class: 'empty'}, t('No job has been started in the last days.'))
      : table(
          t('Jobs'),
          [
            {
              label: t('Job'),
              cell: job => [
                named(job),
                el(
                  'span',
                  {class: 'hint'},
                  moment(job.requested_at, site.time_zone),
                  job.site === NO_SITE ? '' : ` · ${job.site}`,
                ),
              ],
            },
            {label: t('State'), cell: job => el('span', {class: `badge ${TONES[job.status]}`}, states()[job.status])},
            {label: t('Progress'), cell: progress},
          ],
          jobs,
        ),
  );
}

const states = () => ({waiting: t('waiting'), running: t('running'), done: t('done'), failed: t('failed')});

/** @param {Job} job */
function named(job) {
  switch (job.kind) {
    case 'backfill':
      return t('Backfill of {days}', {days: job.from && job.to ? span(job.from, job.to) : ''});
    case 'rebuild':
      return t('Rebuild');
    case 'replay':
      return job.reason ? t('Replay of {reason}', {reason: spoken(job.reason)}) : t('Replay');
    default:
      return t('Erasure of a visitor');
  }
}

/**
 * @param {Job} job
 * @returns {Child}
 */
function progress(job) {
  return el(
    'div',
    {class: 'settings-job'},
    job.finished_at || !job.total
      ? null
      : el('progress', {max: job.total, value: job.done, 'aria-label': t('Progress')}),
    el(
      'span',
      {},
      job.message ||
        (job.events ? t('{n} events', {n: count(job.events)}) : job.finished_at ? '' : t('Starts within minutes.')),
    ),
  );
}

/**
 * @param {Context} context
 * @param {() => unknown} draw
 */
function rebuilding({api}, draw) {
  return card(t('Rebuild'), [
    el(
      'p',
      {class: 'fine'},
      t('Makes the tables of all sites anew from the archive. It takes hours on a large stack; figures stay readable.'),
    ),
    el(
      'p',
      {},
      asked(t('Rebuild the tables'), t('Yes, rebuild all of them'), async () => {
        await api.send('POST', '/v1/rebuilds', /** @type {never} */ ({}));
        await draw();
        return t('Started.');
      }),
    ),
  ]);
}
