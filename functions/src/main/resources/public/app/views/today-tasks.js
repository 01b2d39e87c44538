/** What to do today: the few most pressing of what the blocks say, the most pressing first. */

import {audienceName, goalName, targetName} from '../ui/names.js';
import {to} from '../ui/address.js';
import {el} from '../ui/dom.js';
import {amounts, count, day, decimal, known, longDay, percent, probability} from '../ui/format.js';
import {clock, seriesName} from '../ui/series.js';
import {t} from '../ui/text.js';

/** @import {Answer, Context} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/today'>} TodayAnswer */
/** @typedef {[sentence: string, href: string, more: string]} Task */

const MOST = 3;

/**
 * @param {TodayAnswer} answer
 * @param {Context} context
 */
export function tasks(answer, context) {
  const all = [
    ...broken(answer, context),
    ...errors(answer, context),
    ...behind(answer),
    ...losses(answer),
    ...stopped(answer),
  ].slice(0, MOST);
  return [
    el('p', {class: 'fine'}, t('Today, {day}', {day: longDay(answer.date)})),
    all.length
      ? el(
          'ol',
          {class: 'task-list'},
          all.map(([sentence, href, more]) =>
            el('li', {}, el('span', {}, sentence, ' ', el('a', {class: 'go', href}, more))),
          ),
        )
      : el('p', {}, t('0 alarms are open and 0 targets are behind: nothing needs you today.')),
  ];
}

/**
 * @template {TodayAnswer['blocks'][number]['key']} K
 * @param {TodayAnswer} answer
 * @param {K} key
 */
const figuresOf = ({blocks}, key) =>
  /** @type {Extract<TodayAnswer['blocks'][number], {key: K}>['figures'] | undefined} */ (
    blocks.find(block => block.key === key)?.figures
  );

/**
 * @param {TodayAnswer} answer
 * @param {Context} context
 * @returns {Task[]}
 */
function broken(answer, {site}) {
  const open = (figuresOf(answer, 'anomalies')?.alarms ?? []).filter(alarm => alarm.ended === null);
  const [first] = open;
  if (!first) {
    return [];
  }
  const values = {
    n: open.length,
    series: seriesName(first.series, site),
    since: clock(first.first_bad, day),
    successes: count(first.successes),
    expected: count(Math.round(first.expected)),
  };
  return [
    [
      open.length === 1
        ? t('Repair {series}: since {since} {successes} instead of {expected}.', values)
        : t('Repair {series}: since {since} {successes} instead of {expected}. {n} alarms are open.', values),
      to('anomalies', null),
      t('Show the alarms'),
    ],
  ];
}

/** Fewer errors in 7 days may be chance. */
const FEWEST_ERRORS = 10;

/**
 * Errors of forms or videos that more than doubled within a week.
 *
 * @param {TodayAnswer} answer
 * @param {Context} context
 * @returns {Task[]}
 */
export function errors(answer, {site}) {
  const figures = figuresOf(answer, 'anomalies');
  return (figures?.error_totals ?? [])
    .filter(each => each.count >= FEWEST_ERRORS && each.count > 2 * each.count_before)
    .sort((one, other) => other.count - one.count)
    .map(({name, count: n, count_before: before}) => {
      const values = {
        n: count(n),
        before: count(before),
        most: figures?.errors.find(each => each.name === name)?.value ?? '',
      };
      /** @param {string} view */
      const href = view => to('pages', view, {range: '7d', site: site.id});
      return name === 'video_error'
        ? [
            t('Mend the videos: {n} errors in 7 days, {before} in the 7 before; most in {most}.', values),
            href('videos'),
            t('Show the videos'),
          ]
        : [
            t('Mend the forms: {n} errors in 7 days, {before} in the 7 before; most in {most}.', values),
            href('forms'),
            t('Show the forms'),
          ];
    });
}

/**
 * @param {TodayAnswer} answer
 * @returns {Task[]}
 */
function behind(answer) {
  return (figuresOf(answer, 'targets')?.targets ?? [])
    .filter(target => target.status === 'behind')
    .sort((one, other) => (one.probability ?? 1) - (other.probability ?? 1))
    .slice(0, 1)
    .map(target => [
      t('Push “{target}”: it is made with a probability of {probability} and needs {needed} a day for {days} days.', {
        target: targetName(target.id),
        probability: probability(target.probability),
        needed: decimal(target.needed_per_day),
        days: count(target.remaining_days),
      }),
      to('targets', target.id),
      t('Show the target'),
    ]);
}

/**
 * @param {TodayAnswer} answer
 * @returns {Task[]}
 */
function losses(answer) {
  const funnels = [...(figuresOf(answer, 'largest_loss')?.funnels ?? [])];
  /** @param {(typeof funnels)[number]} each */
  const cost = each => Number(each.value[0]?.amount ?? 0);
  funnels.sort((one, other) => cost(other) - cost(one) || other.lost - one.lost);
  return funnels.slice(0, 1).map(each => {
    const values = {
      after: goalName(each.after),
      before: goalName(each.before),
      lost: count(each.expected_lost ?? each.lost),
      value: amounts(each.value),
    };
    return [
      each.value.length
        ? t(
            'Work on the step from “{after}” to “{before}”: {lost} people were lost there in 28 days, up to {value}.',
            values,
          )
        : t('Work on the step from “{after}” to “{before}”: {lost} people were lost there in 28 days.', values),
      to('funnels', each.funnel),
      t('Open the funnel'),
    ];
  });
}

/**
 * @param {TodayAnswer} answer
 * @returns {Task[]}
 */
function stopped(answer) {
  const audiences = [...(figuresOf(answer, 'audiences')?.audiences ?? [])];
  audiences.sort((one, other) => other.members - one.members);
  return audiences
    .filter(each => each.members > 0)
    .slice(0, 1)
    .map(each => [
      known(each.recovery_rate)
        ? t('Write to “{audience}”: {n} people stopped half-way, and {rate} come back by themselves.', {
            audience: audienceName(each.audience),
            n: count(each.members),
            rate: percent(each.recovery_rate),
          })
        : t('Write to “{audience}”: {n} people stopped half-way.', {
            audience: audienceName(each.audience),
            n: count(each.members),
          }),
      to('audiences', each.audience),
      t('Show the audience'),
    ]);
}
