/** The blocks of the page Today: each sentence with its drawing, and a link to where it goes on. */

import {goalName} from '../ui/names.js';
import {to} from '../ui/address.js';
import {partsBar} from '../ui/bars.js';
import {axis, dots, plainScale, plotTable, ratioScale} from '../ui/dots.js';
import {el} from '../ui/dom.js';
import {facts} from '../ui/explain.js';
import {amounts, between, count, day, decimal, known, money, percent, probability} from '../ui/format.js';
import {verbatim} from '../ui/parts.js';
import {path as course} from '../ui/path.js';
import {t, tn} from '../ui/text.js';
import {csvLink} from '../ui/toolbar.js';
import {ratio, ratioRange, ratioSentence} from './micro-words.js';
import {perDay} from './targets.js';

/** @import {Answer, Child, Context} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/today'>['blocks'][number]} Block */
/** @typedef {Block['key']} Key */

/**
 * A block with something to say.
 *
 * @template {Key} K
 * @typedef {Extract<Block, {key: K}> & {figures: NonNullable<Extract<Block, {key: K}>['figures']>}} Said
 */

/**
 * @param {Child} sentence
 * @param {string} href
 * @param {string} more the link's text
 * @param {...Child} figures
 */
function item(sentence, href, more, ...figures) {
  return el('li', {}, el('p', {class: 'sentence'}, sentence, ' ', el('a', {class: 'go', href}, more)), figures);
}

/** @param {Child} items */
const list = items => el('ul', {class: 'said-list'}, items);

/** @param {Said<'targets'>['figures']['targets'][number]} target @param {number | null | undefined} value */
const figure = ({currency}, value) =>
  !known(value) ? '–' : currency ? money({amount: String(value), currency}) : count(value);

/** @param {Said<'targets'>} block */
export function targets({sentences, figures}) {
  return list(
    figures.targets.map((target, index) =>
      item(
        sentences[index],
        to('targets', target.id),
        t('Show the target'),
        el(
          'div',
          {class: 'side-by-side'},
          course(
            sentences[index],
            {
              days: target.days,
              target: target.target,
              forecast: target.forecast,
              interval: target.forecast_interval,
            },
            [day(target.from), day(target.to)],
          ),
          facts([
            [t('So far'), figure(target, target.actual)],
            [t('Planned by now'), figure(target, target.expected)],
            [t('Forecast'), forecastText(target)],
            [t('Probability'), probability(target.probability)],
            [t('A day so far'), perDay(target)],
            [
              t('Needed a day'),
              target.currency ? figure(target, target.needed_per_day) : decimal(target.needed_per_day),
            ],
          ]),
        ),
      ),
    ),
  );
}

/** @param {Said<'targets'>['figures']['targets'][number]} target */
function forecastText(target) {
  const {forecast, forecast_interval: interval} = target;
  return [
    figure(target, forecast),
    interval
      ? el(
          'span',
          {class: 'hint'},
          t('{low} to {high}', {low: figure(target, interval[0]), high: figure(target, interval[1])}),
        )
      : null,
  ];
}

/**
 * @param {Said<'anomalies'>} block
 * @param {Context} context
 */
export function anomalies({sentences, figures}, {site}) {
  const {alarms, errors} = figures;
  const first = alarms.length === 0 ? 1 : alarms.length;
  return [
    list([
      sentences
        .slice(0, first)
        .map((sentence, index) =>
          item(sentence, to('anomalies', null), t('Show the alarms'), alarms[index] ? alarmBar(alarms[index]) : null),
        ),
      sentences.slice(first).map((sentence, index) => {
        const names = [...new Set(errors.map(each => each.name))];
        return item(
          sentence,
          to('pages', names[index] === 'form_error' ? 'forms' : 'videos', {range: '7d', site: site.id}),
          names[index] === 'form_error' ? t('Show the forms') : t('Show the videos'),
        );
      }),
    ]),
    errors.length ? errorTable(errors) : null,
  ];
}

/** @param {Said<'anomalies'>['figures']['alarms'][number]} alarm */
function alarmBar({successes, expected, ended}) {
  const missing = Math.max(0, Math.round(expected) - successes);
  return ended !== null || missing === 0
    ? null
    : partsBar(t('{n} happened, {missing} are missing', {n: count(successes), missing: count(missing)}), [
        {label: t('{n} happened', {n: count(successes)}), value: successes, kind: 'on'},
        {label: t('{n} missing', {n: count(missing)}), value: missing, kind: 'stopped'},
      ]);
}

/** @param {Said<'anomalies'>['figures']['errors']} errors */
function errorTable(errors) {
  /** @type {Record<string, () => string>} */
  const props = {
    form: () => t('Form'),
    field: () => t('Field'),
    video: () => t('Video'),
    code: () => t('Error code'),
  };
  return el(
    'details',
    {class: 'rest'},
    el('summary', {}, t('Errors by form, field and video')),
    plotTable(
      t('Errors of the last 7 days'),
      [
        {label: t('Of'), cell: row => [props[row.prop]?.() ?? row.prop, ' ', verbatim(row.value)]},
        {label: t('7 days'), number: true, cell: row => count(row.count)},
        {label: t('7 days before'), number: true, cell: row => count(row.count_before)},
      ],
      errors,
      row =>
        t('{value}: {n} errors, {before} before', {
          value: row.value,
          n: count(row.count),
          before: count(row.count_before),
        }),
    ),
  );
}

/** @param {Said<'largest_loss'>} block */
export function loss({sentences, figures}) {
  return list(
    figures.funnels.map((each, index) => {
      const still = Math.max(0, each.lost - (each.expected_lost ?? each.lost));
      const lost = each.lost - still;
      return item(
        sentences[index],
        to('funnels', each.funnel),
        t('Open the funnel'),
        partsBar(sentences[index], [
          {
            label: t('{n} went on', {n: count(each.reached - each.lost)}),
            value: each.reached - each.lost,
            kind: 'on',
          },
          {label: t('{n} still to come', {n: count(still)}), value: still, kind: 'open'},
          {label: t('{n} lost', {n: count(lost)}), value: lost, kind: 'stopped'},
        ]),
      );
    }),
  );
}

/** @param {Said<'micros'>} block */
export function micros({sentences, figures}) {
  const rows = figures.micros;
  const scale = ratioScale(rows.flatMap(row => [...(row.adjusted_interval ?? []), ...(row.interval ?? [])]));
  return [
    list(
      sentences.map(sentence => item(sentence, to('micros', null, {macro: figures.macro}), t('Show the small steps'))),
    ),
    plotTable(
      t('How often “{macro}” followed', {macro: goalName(figures.macro)}),
      [
        {label: t('Small step'), cell: row => verbatim(goalName(row.micro))},
        {
          label: [t('Odds compared with others'), axis(scale, value => decimal(value, 2))],
          plot: true,
          cell: row =>
            dots(scale, [
              {
                value: row.adjusted_odds_ratio,
                interval: row.adjusted_interval,
                kind: 'main',
                faint: row.direction === 'unclear',
              },
              {value: row.odds_ratio, interval: row.interval, kind: 'second'},
            ]),
        },
        {
          label: t('Adjusted'),
          number: true,
          cell: row => [ratio(row.adjusted_odds_ratio), ratioRange(row.adjusted_interval)],
        },
        {label: t('Plain'), number: true, wide: true, cell: row => [ratio(row.odds_ratio), ratioRange(row.interval)]},
        {
          label: t('Visitors'),
          number: true,
          wide: true,
          cell: row => [
            count(row.n11 + row.n10),
            el('span', {class: 'hint'}, t('of {n}', {n: count(row.n11 + row.n10 + row.n01 + row.n00)})),
          ],
        },
      ],
      rows,
      ratioSentence,
    ),
    el(
      'p',
      {class: 'fine'},
      t(
        'Filled dot: visitors who saw equally many pages that day. Ring: all visitors. Lines: 95% intervals. Visitors who do more on a site also buy more, so trust the filled dot.',
      ),
    ),
  ];
}

/**
 * @param {Said<'audiences'>} block
 * @param {Context} context
 */
export function audiences({sentences, figures}, context) {
  return list(
    figures.audiences.map((each, index) =>
      item(
        sentences[index],
        to('audiences', each.audience),
        t('Show the audience'),
        facts([
          [t('Members now'), count(each.members)],
          [t('Entered yesterday'), count(each.entered)],
          [t('Left yesterday'), count(each.left.met + each.left.expired)],
          [
            t('Back within 14 days'),
            [
              percent(each.recovery_rate),
              each.recovery_interval
                ? el('span', {class: 'hint'}, between([each.recovery_interval[0], each.recovery_interval[1]]))
                : null,
            ],
          ],
        ]),
        exportLink(context, each.audience),
      ),
    ),
  );
}

/**
 * The list for advertising, for readers who may have it.
 *
 * @param {Context} context
 * @param {string} audience
 */
export function exportLink(context, audience) {
  const may = context.scopes.some(scope => scope === 'audience:read' || scope === 'admin');
  return el(
    'p',
    {class: 'export fine'},
    may
      ? [
          t('The members who consent to ads:'),
          ' ',
          csvLink(context, {path: `${context.path}/audiences/${encodeURIComponent(audience)}/members`, params: {}}),
        ]
      : t('The list of members who consent to ads needs a key with audience:read.'),
  );
}

/** @param {Said<'yesterday'>} block */
export function yesterday({sentences, figures}) {
  /** @type {Record<string, () => string>} */
  const names = {
    visitors: () => t('Visitors'),
    visits: () => t('Visits'),
    conversions: () => t('Conversions'),
  };
  return [
    list([item(sentences[0], to('overview', null, {range: 'yesterday'}), t('Open the overview'))]),
    plotTable(
      t('Yesterday beside the same weekday of the 8 weeks before'),
      [
        {label: t('Figure'), cell: row => names[row.metric]?.() ?? row.metric},
        {label: t('Yesterday'), number: true, cell: row => count(row.count)},
        {
          label: t('Usual range'),
          plot: true,
          cell: row =>
            dots(plainScale([row.count, row.week_before, ...(row.usual ?? [])], {fromZero: false}), [
              {value: row.count, interval: row.usual, kind: 'main', faint: row.compared === 'within'},
            ]),
        },
        {
          label: t('Usually'),
          number: true,
          cell: row =>
            row.usual
              ? t('{low} to {high}', {low: count(row.usual[0]), high: count(row.usual[1])})
              : count(row.week_before),
        },
      ],
      figures.metrics,
      row =>
        row.usual
          ? t('{figure}: {n}, usually {low} to {high}', {
              figure: names[row.metric]?.() ?? row.metric,
              n: count(row.count),
              low: count(row.usual[0]),
              high: count(row.usual[1]),
            })
          : t('{figure}: {n}, a week before {before}', {
              figure: names[row.metric]?.() ?? row.metric,
              n: count(row.count),
              before: count(row.week_before),
            }),
    ),
    facts([
      [
        t('Conversion rate'),
        [
          percent(figures.conversion_rate),
          known(figures.conversion_rate_week_before)
            ? el('span', {class: 'hint'}, t('a week before {n}', {n: percent(figures.conversion_rate_week_before)}))
            : null,
        ],
      ],
      [
        t('Value'),
        [
          amounts(figures.value),
          figures.value_week_before.length
            ? el('span', {class: 'hint'}, t('a week before {n}', {n: amounts(figures.value_week_before)}))
            : null,
        ],
      ],
    ]),
  ];
}
