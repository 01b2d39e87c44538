/** Anomalies: rates that stopped being usual, and how each watched series is doing. */

import {partsBar} from '../ui/bars.js';
import {loading} from '../ui/cards.js';
import {dots, plainScale, plotTable} from '../ui/dots.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {count, day, known, percent} from '../ui/format.js';
import {warnings} from '../ui/notices.js';
import {clock, segmentName, seriesName} from '../ui/series.js';
import {t, tn} from '../ui/text.js';

/** @import {Answer, Context, Controls, Get, Site} from '#types' */
/** @import {Scale} from '../ui/dots.js' */

/** @typedef {Answer<'/v1/sites/{site}/anomalies'>} AnomaliesAnswer */
/** @typedef {AnomaliesAnswer['rows'][number]} Alarm */
/** @typedef {NonNullable<AnomaliesAnswer['totals']>[number]} Series */

export const title = () => t('Anomalies');

/** @type {Controls} */
export const controls = {
  range: true,
  csv: context => ({
    path: `${context.path}/anomalies`,
    params: {from: context.range.from, to: context.today},
  }),
};

/** @param {Context} context */
export function cards(context) {
  const {path, range, today, site} = context;
  /** @type {Promise<AnomaliesAnswer> | null} */
  let answer = null;
  /** An alarm of today counts, whatever the range's last day is. @param {Get} get */
  const load = get => {
    answer ??= get(`${path}/anomalies`, {from: range.from, to: today}).catch(error => {
      answer = null;
      throw error;
    });
    return answer;
  };
  return [
    loading(context, 'alarms', {
      title: t('Alarms'),
      head: explanation(),
      load,
      draw: found => [
        warnings(found.meta),
        el('p', {class: 'lead'}, verdict(found)),
        [...found.rows].reverse().map(row => alarm(row, site)),
      ],
      said: verdict,
    }),
    loading(context, 'series', {
      title: t('Watched series'),
      load,
      draw: found => (found.totals?.length ? seriesTable(found.totals, site) : null),
    }),
  ];
}

/** @param {AnomaliesAnswer} answer */
function verdict({total, totals = []}) {
  const learning = totals.filter(each => each.state === 'learning').length;
  if (total.open > 0) {
    return tn(total.open, '1 alarm is open.', '{n} alarms are open.');
  }
  if (totals.length === 0) {
    return t('No series has been judged yet: that begins with the first run.');
  }
  if (learning === totals.length && total.started === 0) {
    return tn(
      learning,
      'Nothing can be said yet: the one series is still learning what is usual.',
      'Nothing can be said yet: all {n} series are still learning what is usual.',
    );
  }
  const past =
    total.started > 0
      ? tn(total.started, 'No alarm is open; 1 of these days is over.', 'No alarm is open; {n} of these days are over.')
      : learning > 0
        ? t('No alarms on these days.')
        : t('0 alarms on these days: nothing broke.');
  const state =
    learning > 0
      ? t('{learning} of {n} series are still learning what is usual.', {learning, n: totals.length})
      : tn(totals.length, '1 series is watched.', '{n} series are watched.');
  return `${past} ${state}`;
}

/**
 * @param {Alarm} row
 * @param {Site} site
 */
function alarm(row, site) {
  const {first_bad: since, ended, ending, opportunities, successes, expected, segments, segment, p} = row;
  const name = seriesName(row.series, site);
  const missing = Math.max(0, Math.round(expected) - successes);
  return el(
    'article',
    {class: 'alarm', 'data-key': row.id},
    el(
      'h3',
      {},
      segment ? t('{series}, {segment}', {series: name, segment: segmentName(segment)}) : name,
      ' ',
      ended === null
        ? el('span', {class: 'badge bad'}, t('Open'))
        : el('span', {class: 'badge'}, ending === 'accepted' ? t('Now the usual level') : t('Usual again')),
    ),
    el(
      'p',
      {},
      t('Since {since}: {successes} of {opportunities}, usually {expected}.', {
        since: clock(since, day),
        successes: count(successes),
        opportunities: count(opportunities),
        expected: count(Math.round(expected)),
      }),
      ended === null ? null : ` ${t('It ended {ended}.', {ended: clock(ended, day)})}`,
    ),
    missing > 0
      ? partsBar(t('{n} happened, {missing} are missing', {n: count(successes), missing: count(missing)}), [
          {label: t('{n} happened', {n: count(successes)}), value: successes, kind: 'on'},
          {label: t('{n} missing', {n: count(missing)}), value: missing, kind: 'stopped'},
        ])
      : null,
    segments.length
      ? el(
          'ul',
          {class: 'segments'},
          segments.map(each =>
            el(
              'li',
              {},
              t('{segment}: {successes} of {opportunities}, usually {expected}', {
                segment: segmentName(each),
                successes: count(each.successes),
                opportunities: count(each.opportunities),
                expected: count(Math.round(each.expected)),
              }),
            ),
          ),
        )
      : null,
    el('p', {class: 'fine'}, t('The probability of this by chance is {p}.', {p})),
  );
}

/** @type {Record<Series['state'], () => string>} */
const STATES = {learning: () => t('Learning'), ok: () => t('As usual'), alarm: () => t('Alarm')};

/** @param {Series} row */
const rate = row => (row.opportunities ? row.successes / row.opportunities : null);

/**
 * @param {Series[]} all
 * @param {Site} site
 */
function seriesTable(all, site) {
  /** @param {Series} row */
  const silent = row => row.state !== 'alarm' && row.successes === 0;
  const scale = plainScale(
    all.flatMap(row => [rate(row), row.usual_rate]),
    {most: 1},
  );
  const shown = all
    .filter(row => !silent(row))
    .sort((one, other) => Number(other.state === 'alarm') - Number(one.state === 'alarm'));
  const rest = all.filter(silent);
  return [
    el(
      'p',
      {class: 'fine'},
      all.some(row => known(row.usual_rate))
        ? t('The dot is the rate of the last judged day, the ring the usual one.')
        : t('The dot is the rate of the last judged day.'),
    ),
    shown.length ? seriesPlot(t('Watched series in the last day'), shown, scale, site) : null,
    rest.length
      ? el(
          'details',
          {class: 'rest'},
          el('summary', {}, tn(rest.length, '1 series without a success', '{n} series without a success')),
          seriesPlot(t('Watched series without a success in the last day'), rest, scale, site),
        )
      : null,
  ];
}

/**
 * @param {string} caption
 * @param {Series[]} rows
 * @param {Scale} scale
 * @param {Site} site
 */
function seriesPlot(caption, rows, scale, site) {
  return plotTable(
    caption,
    [
      {
        label: t('Series'),
        cell: row => [
          seriesName(row.series, site),
          row.state === 'alarm' ? el('span', {class: 'hint'}, STATES.alarm()) : null,
        ],
      },
      {
        label: t('State'),
        wide: true,
        cell: row => el('span', {class: row.state === 'alarm' ? 'badge bad' : 'state'}, STATES[row.state]()),
      },
      {
        label: t('Rate'),
        plot: true,
        cell: row =>
          dots(scale, [
            {value: rate(row), kind: 'main', faint: row.state !== 'alarm'},
            ...(known(row.usual_rate) ? [{value: row.usual_rate, kind: /** @type {'second'} */ ('second')}] : []),
          ]),
      },
      {
        label: t('Now'),
        number: true,
        cell: row => [
          percent(rate(row)),
          el('span', {class: 'hint'}, t('{n} of {of}', {n: count(row.successes), of: count(row.opportunities)})),
        ],
      },
      {label: t('Usual'), number: true, wide: true, cell: row => percent(row.usual_rate)},
    ],
    rows,
    row =>
      t('{series}: {state}, {now} now, usually {usual}', {
        series: seriesName(row.series, site),
        state: STATES[row.state](),
        now: percent(rate(row)),
        usual: percent(row.usual_rate),
      }),
  );
}

const explanation = () =>
  explain(
    t('How this is judged'),
    t(
      'Every half hour, the visits of the last half hour to the last day are compared with the same clock time and weekday of the weeks before. An alarm means that so few successes would happen by chance less than once in a million times.',
    ),
    t('It says that something changed, not what.'),
  );
