/** Shows whether everything is measured: what was received, and what was excluded and why. */

import {to} from '../ui/address.js';
import {append, el} from '../ui/dom.js';
import {ago, count, longDay, moment} from '../ui/format.js';
import {firstSteps, warnings} from '../ui/notices.js';
import {card, largest, sum, table, verbatim} from '../ui/parts.js';
import {reason} from '../ui/words.js';

/**
 * @import {HealthAnswer} from '#openapi'
 * @import {Context, Controls, Site} from '#types'
 */

export const title = () => 'Health';

/** @type {Controls} */
export const controls = {
  range: true,
  csv: ({path, range}) => ({path: `${path}/health`, params: {from: range.from, to: range.to}}),
};

const QUIET_MS = 24 * 3_600_000;

/** @param {Record<string, number> | undefined} reasons */
const all = reasons => sum(Object.values(reasons ?? {}));

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, {api, path, range, signal, site}) {
  const health = await api.get(`${path}/health`, {from: range.from, to: range.to}, signal);
  if (!health.last_event_at) {
    append(container, [firstSteps(site), ...refused(health, site)]);
    return;
  }
  append(container, [
    verdict(health, health.last_event_at, site),
    ...warnings(health.meta),
    ...refused(health, site),
    el('div', {class: 'columns'}, today(health), ways(health)),
    leftOut(health),
    days(health),
  ]);
}

/**
 * The summary at the top.
 *
 * @param {HealthAnswer} health
 * @param {string} last
 * @param {Site} site
 */
function verdict({total, rows, meta}, last, site) {
  const lost = rows.filter(row => row.residual > 0 && meta.complete_through && row.date < meta.complete_through);
  const quiet = Date.now() - new Date(last).getTime() > QUIET_MS;
  const set = sum(rows.map(row => all(row.quarantined)));
  const [tone, words, text] = lost.length
    ? [
        'bad',
        'Some events are not accounted for',
        `${count(sum(lost.map(row => row.residual)))} events of past days ` +
          'were accepted but not stored. Ask your administrator to check the quarantine and the log.',
      ]
    : quiet
      ? [
          'warn',
          'No events for more than a day',
          'Is the snippet still on your pages? A site update may have removed it.',
        ]
      : set > 0
        ? [
            'warn',
            'Some events were quarantined',
            `${count(set)} could not be stored and stay in quarantine for 30 days.`,
          ]
        : ['good', 'Everything is measured', `All ${count(total.received)} events of these days are accounted for.`];
  return el(
    'section',
    {class: `status ${tone}`},
    el('h2', {}, words),
    el('p', {}, text),
    el(
      'p',
      {class: 'fine'},
      'The last event arrived ',
      el('time', {datetime: last, title: moment(last, site.time_zone)}, ago(last)),
      '. ',
      el('a', {href: to('live', null)}, 'Watch them arrive'),
    ),
  );
}

/**
 * Pages whose origin the site does not list: nothing that they send is counted.
 *
 * @param {HealthAnswer} health
 * @param {Site} site
 */
function refused({refused_origins: origins}, site) {
  if (!origins.length) return [];
  return [
    card('Refused pages of the last 24 hours', [
      el(
        'p',
        {},
        `Nothing from these origins is counted. If they are yours, add them to sites.${site.id}.origins in the plan.`,
      ),
      table(
        'Refused origins',
        [
          {label: 'Origin', cell: ({origin}) => verbatim(origin)},
          {label: 'Requests', number: true, cell: ({count: requests}) => count(requests)},
          {label: 'Last seen', cell: ({last_seen: at}) => moment(at, site.time_zone)},
        ],
        origins,
      ),
    ]),
  ];
}

/** @param {HealthAnswer} health */
function today({today: {date, events}}) {
  const rows = Object.entries(events).sort((one, other) => other[1] - one[1]);
  const most = largest(rows.map(([, number]) => number));
  return card(
    `Today, ${longDay(date)}`,
    rows.length
      ? table(
          'Events today',
          [
            {label: 'Event', cell: ([name]) => verbatim(name), bar: ([, number]) => number / most},
            {label: 'Events', number: true, cell: ([, number]) => count(number)},
          ],
          rows,
        )
      : el('p', {class: 'empty'}, 'No events yet today.'),
  );
}

/**
 * Received = stored + everything excluded.
 *
 * @param {HealthAnswer} health
 */
function ways({total}) {
  /** @type {[label: string, number: number, text: string][]} */
  const lines = [
    ['Received', total.received, 'from your pages and servers'],
    ['Stored', total.stored, 'in the statistics'],
    ['Sent twice', total.duplicates, 'recognised and counted once; usually a retry'],
    ['Same id, other content', total.conflicting, 'one of them was kept'],
    ['Crawlers and other bots', all(total.bots), 'excluded from all statistics'],
    ['Rejected', all(total.rejected), 'they had errors; see the reasons below'],
    ['Quarantined', all(total.quarantined), 'could not be stored'],
    ['Late', total.late, 'received after their day ended; counted on that day'],
  ];
  if (total.warnings?.refund_currency) {
    lines.push([
      'Refunds in another currency',
      total.warnings.refund_currency,
      'stored without effect: send the refund in the currency of its order',
    ]);
  }
  return card('Outcome', [
    table(
      'Events by outcome',
      [
        {label: 'Events', cell: ([label, , text]) => [label, el('span', {class: 'hint'}, text)]},
        {label: 'Number', number: true, cell: ([, number]) => count(number)},
      ],
      lines,
    ),
    el(
      'p',
      {class: 'fine'},
      total.residual === 0
        ? 'Nothing is unaccounted for.'
        : `${count(Math.abs(total.residual))} are in transit or not yet accounted for.`,
    ),
  ]);
}

/** @param {HealthAnswer} health */
function leftOut({total}) {
  /** @type {[group: string, reasons: Record<string, number>][]} */
  const groups = [
    ['Rejected', total.rejected],
    ['Bots and others', total.bots],
    ['Quarantined', total.quarantined],
  ];
  const rows = groups
    .flatMap(([group, reasons]) => Object.entries(reasons ?? {}).map(([code, number]) => ({group, code, number})))
    .sort((one, other) => other.number - one.number);
  return card(
    'Excluded, by reason',
    rows.length
      ? table(
          'Excluded events by reason',
          [
            {label: 'Why', cell: row => [reason(row.code), el('code', {class: 'hint'}, row.code)]},
            {label: 'What', wide: true, cell: row => row.group},
            {label: 'Events', number: true, cell: row => count(row.number)},
          ],
          rows,
        )
      : el('p', {class: 'empty'}, 'Nothing was excluded on these days.'),
  );
}

/** @param {HealthAnswer} health */
function days({rows}) {
  return card(
    'By day of arrival',
    table(
      'Events by day of arrival',
      [
        {label: 'Day', cell: row => longDay(row.date)},
        {label: 'Received', number: true, cell: row => count(row.received)},
        {label: 'Stored', number: true, cell: row => count(row.stored)},
        {label: 'Rejected', number: true, cell: row => count(all(row.rejected))},
        {label: 'Bots', number: true, wide: true, cell: row => count(all(row.bots))},
        {label: 'Late', number: true, wide: true, cell: row => count(row.late)},
        {label: 'Not accounted for', number: true, wide: true, cell: row => count(row.residual)},
      ],
      [...rows].reverse(),
    ),
  );
}
