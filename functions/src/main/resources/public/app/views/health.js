/** Shows whether everything is measured: what was received, what was excluded and why, and what has stopped. */

import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {ago, count, longDay, moment} from '../ui/format.js';
import {firstSteps, warnings} from '../ui/notices.js';
import {largest, sum, table, verbatim} from '../ui/parts.js';
import {refusedOrigins} from '../ui/refused.js';
import {t, tn} from '../ui/text.js';
import {reason} from '../ui/words.js';
import {read, rhythmTable, rhythms, verdict as rhythmVerdict} from './rhythm.js';

/**
 * @import {HealthAnswer} from '#openapi'
 * @import {Context, Controls, Get, Site} from '#types'
 */

export const title = () => t('Health');

/** @type {Controls} */
export const controls = {
  range: true,
  csv: ({path, range}) => ({path: `${path}/health`, params: {from: range.from, to: range.to}}),
};

const QUIET_MS = 24 * 3_600_000;

/** @param {Record<string, number> | undefined} reasons */
const all = reasons => sum(Object.values(reasons ?? {}));

/** @param {Context} context */
export function cards(context) {
  const {path, range, site, today} = context;
  /** @type {Promise<HealthAnswer> | null} */
  let answer = null;
  /** @param {Get} get */
  const load = get => {
    answer ??= get(`${path}/health`, {from: range.from, to: range.to}).catch(error => {
      answer = null;
      throw error;
    });
    return answer;
  };
  /** @param {(health: HealthAnswer) => import('#types').Child} draw */
  const measured = draw => (/** @type {HealthAnswer} */ health) => (health.last_event_at ? draw(health) : null);
  return [
    loading(context, 'verdict', {
      title: null,
      className: 'bare',
      load,
      draw: health =>
        health.last_event_at
          ? [warnings(health.meta), verdict(health, health.last_event_at, site)]
          : [firstSteps(site), health.refused_origins.length ? refusedOrigins(health, site) : null],
      said: health => judged(health, health.last_event_at ?? '')[1],
    }),
    loading(context, 'rhythm', {
      title: t('Is my page measured right?'),
      head: explain(
        t('Is my page measured right?'),
        t(
          'Each kind of event is compared with its mean of the last four weeks. It has stopped when so many were due since its last day that none in that time is no chance.',
        ),
      ),
      load: async get => {
        const [health, found] = await Promise.all([load(get), read(get, context)]);
        return {health, all: rhythms(found, health, today)};
      },
      draw: ({health, all: found}) => (health.last_event_at ? rhythmTable(found) : null),
      said: ({all: found}) => rhythmVerdict(found),
    }),
    loading(context, 'refused', {
      title: t('Refused pages'),
      load,
      draw: measured(health => refusedOrigins(health, site)),
    }),
    el(
      'div',
      {class: 'columns', 'data-key': 'columns'},
      loading(context, 'today', {title: t('Today'), load, draw: measured(eventsToday)}),
      loading(context, 'outcome', {title: t('Outcome'), load, draw: measured(ways)}),
    ),
    loading(context, 'reasons', {title: t('Excluded, by reason'), load, draw: measured(leftOut)}),
    loading(context, 'days', {title: t('By day of arrival'), load, draw: measured(days)}),
  ];
}

/**
 * What is to be said of the events of these days.
 *
 * @param {HealthAnswer} health
 * @param {string} last
 * @returns {[tone: string, words: string, text: string]}
 */
function judged({total, rows, meta}, last) {
  const lost = rows.filter(row => row.residual > 0 && meta.complete_through && row.date < meta.complete_through);
  const missing = sum(lost.map(row => row.residual));
  const set = sum(rows.map(row => all(row.quarantined)));
  if (lost.length) {
    return [
      'bad',
      t('Some events are not accounted for'),
      tn(
        missing,
        '1 event of past days was accepted but not stored. Ask your administrator to check the quarantine and the log.',
        '{n} events of past days were accepted but not stored. Ask your administrator to check the quarantine and the log.',
        {n: count(missing)},
      ),
    ];
  }
  if (Date.now() - new Date(last).getTime() > QUIET_MS) {
    return [
      'warn',
      t('0 events for more than a day'),
      t('Is the snippet still on your pages? A site update may have removed it.'),
    ];
  }
  return set > 0
    ? [
        'warn',
        t('Some events were quarantined'),
        tn(
          set,
          '1 event could not be stored and stays in quarantine for 30 days.',
          '{n} events could not be stored and stay in quarantine for 30 days.',
          {n: count(set)},
        ),
      ]
    : [
        'good',
        t('Nothing received was lost'),
        t('All {n} events of these days are accounted for.', {n: count(total.received)}),
      ];
}

/**
 * The summary at the top.
 *
 * @param {HealthAnswer} health
 * @param {string} last
 * @param {Site} site
 */
function verdict(health, last, site) {
  const [tone, words, text] = judged(health, last);
  return el(
    'section',
    {class: `status ${tone}`},
    el('h2', {}, words),
    el('p', {}, text),
    el(
      'p',
      {class: 'fine'},
      t('The last event arrived:'),
      ' ',
      el('time', {datetime: last, title: moment(last, site.time_zone)}, ago(last)),
      '. ',
      el('a', {href: to('live', null)}, t('Watch them arrive')),
    ),
  );
}

/** @param {HealthAnswer} health */
function eventsToday({today: {date, events}}) {
  const rows = Object.entries(events).sort((one, other) => other[1] - one[1]);
  const most = largest(rows.map(([, number]) => number));
  return [
    el('p', {class: 'fine'}, longDay(date)),
    rows.length
      ? table(
          t('Events today'),
          [
            {label: t('Event'), cell: ([name]) => verbatim(name), bar: ([, number]) => number / most},
            {label: t('Events'), number: true, cell: ([, number]) => count(number)},
          ],
          rows,
        )
      : el('p', {class: 'empty'}, t('0 events yet today.')),
  ];
}

/**
 * Received = stored + everything excluded.
 *
 * @param {HealthAnswer} health
 */
function ways({total}) {
  /** @type {[label: string, number: number, text: string][]} */
  const lines = [
    [t('Received'), total.received, t('from your pages and servers')],
    [t('Stored'), total.stored, t('in the statistics')],
    [t('Sent twice'), total.duplicates, t('recognised and counted once; usually a retry')],
    [t('Same id, other content'), total.conflicting, t('one of them was kept')],
    [t('Crawlers and other bots'), all(total.bots), t('excluded from all statistics')],
    [t('Rejected'), all(total.rejected), t('they had errors; see the reasons below')],
    [t('Quarantined'), all(total.quarantined), t('could not be stored')],
    [t('Late'), total.late, t('received after their day ended; counted on that day')],
  ];
  if (total.warnings?.refund_currency) {
    lines.push([
      t('Refunds in another currency'),
      total.warnings.refund_currency,
      t('stored without effect: send the refund in the currency of its order'),
    ]);
  }
  return [
    table(
      t('Events by outcome'),
      [
        {label: t('Events'), cell: ([label, , text]) => [label, el('span', {class: 'hint'}, text)]},
        {label: t('Number'), number: true, cell: ([, number]) => count(number)},
      ],
      lines,
    ),
    el(
      'p',
      {class: 'fine'},
      total.residual === 0
        ? t('Nothing is unaccounted for.')
        : tn(
            Math.abs(total.residual),
            '1 is in transit or not yet accounted for.',
            '{n} are in transit or not yet accounted for.',
            {n: count(Math.abs(total.residual))},
          ),
    ),
  ];
}

/** @param {HealthAnswer} health */
function leftOut({total}) {
  /** @type {[group: string, reasons: Record<string, number>][]} */
  const groups = [
    [t('Rejected'), total.rejected],
    [t('Bots and others'), total.bots],
    [t('Quarantined'), total.quarantined],
  ];
  const rows = groups
    .flatMap(([group, reasons]) => Object.entries(reasons ?? {}).map(([code, number]) => ({group, code, number})))
    .sort((one, other) => other.number - one.number);
  return rows.length
    ? table(
        t('Excluded events by reason'),
        [
          {label: t('Why'), cell: row => [reason(row.code), el('code', {class: 'hint'}, row.code)]},
          {label: t('What'), wide: true, cell: row => row.group},
          {label: t('Events'), number: true, cell: row => count(row.number)},
        ],
        rows,
      )
    : el('p', {class: 'empty'}, t('0 events were excluded on these days.'));
}

/** @param {HealthAnswer} health */
function days({rows}) {
  return table(
    t('Events by day of arrival'),
    [
      {label: t('Day'), cell: row => longDay(row.date), sort: row => row.date},
      {label: t('Received'), number: true, cell: row => count(row.received)},
      {label: t('Stored'), number: true, cell: row => count(row.stored)},
      {label: t('Rejected'), number: true, cell: row => count(all(row.rejected))},
      {label: t('Bots'), number: true, wide: true, cell: row => count(all(row.bots))},
      {label: t('Late'), number: true, wide: true, cell: row => count(row.late)},
      {label: t('Not accounted for'), number: true, wide: true, cell: row => count(row.residual)},
    ],
    [...rows].reverse(),
    {whole: true},
  );
}
