/** Targets: how far they are reached, and how likely they will be. */

import {goalName, targetName} from '../ui/names.js';
import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {chart} from '../ui/chart.js';
import {el} from '../ui/dom.js';
import {explain, facts} from '../ui/explain.js';
import {NONE, count, day, decimal, known, money, percent, probability as chance} from '../ui/format.js';
import {notice, warnings} from '../ui/notices.js';
import {t, tn} from '../ui/text.js';

/** @import {Answer, Context, Controls} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/targets'>} TargetsAnswer */
/** @typedef {TargetsAnswer['targets'][number]} Target */

export const title = () => t('Targets');

/** @type {Controls} */
export const controls = {csv: context => ({path: `${context.path}/targets`, params: {}})};

/** @type {Record<Target['status'], [words: () => string, tone: string]>} */
const STATUS = {
  not_started: [() => t('Not started'), ''],
  learning: [() => t('Too early to say'), ''],
  no_comparison: [() => t('Nothing to compare with'), ''],
  reached: [() => t('Reached'), 'good'],
  missed: [() => t('Missed'), 'bad'],
  ahead: [() => t('Ahead'), 'good'],
  on_track: [() => t('On track'), ''],
  behind: [() => t('Behind'), 'bad'],
};

/** @param {Context} context */
export function cards(context) {
  const {path, route} = context;
  return [
    loading(context, 'targets', {
      title: null,
      className: 'bare',
      load: get => get(`${path}/targets`),
      draw: answer => draw(answer, route.id),
      said: answer => overall(answer.targets),
    }),
  ];
}

/**
 * @param {TargetsAnswer} answer
 * @param {string | null} chosen
 */
function draw(answer, chosen) {
  const {targets} = answer;
  if (targets.length === 0) {
    return notice({
      title: t('No target yet'),
      text: t('A target in the plan, such as 300 leads this quarter, is shown here with its forecast.'),
    });
  }
  const one = targets.filter(target => target.id === chosen);
  return [
    warnings(answer.meta),
    el(
      'p',
      {class: 'lead'},
      overall(targets),
      one.length && targets.length > 1 ? [' ', el('a', {href: to('targets', null)}, t('Show all targets'))] : null,
    ),
    (one.length ? one : targets).map(targetCard),
  ];
}

/** @param {Target[]} targets */
function overall(targets) {
  const behind = targets.filter(target => target.status === 'behind' || target.status === 'missed').length;
  return behind === 0
    ? tn(targets.length, 'The target is not behind.', 'None of the {n} targets is behind.')
    : tn(targets.length, 'The target is behind.', '{behind} of {n} targets are behind.', {behind});
}

/** @param {Target} target */
function targetCard(target) {
  const [words, tone] = STATUS[target.status];
  return el(
    'section',
    {class: 'card target', 'data-key': target.id},
    el(
      'header',
      {},
      el('h2', {}, targetName(target.id)),
      el(
        'div',
        {class: 'card-tools'},
        el('span', {class: `badge ${tone}`}, words()),
        explain(
          targetName(target.id),
          t(
            'The expected path spreads the target over its days as the weekdays usually are. The forecast adds to what is counted what such days usually bring; in 8 of 10 cases it ends within the interval.',
          ),
          t('Needed a day is what each remaining day has to bring. Today is among them until it is over.'),
        ),
      ),
    ),
    el('p', {class: 'lead'}, sentences(target)),
    figures(target),
    line(target),
  );
}

/** @param {Target} target */
const write =
  ({currency}) =>
  (/** @type {number | null | undefined} */ value) =>
    !known(value) ? '–' : currency ? money({amount: String(value), currency}) : count(value);

/** @type {Record<Target['metric'], (goal: string) => string>} */
const METRIC = {
  conversions: goal => t('conversions of “{goal}”', {goal}),
  converters: goal => t('visitors with “{goal}”', {goal}),
  value: goal => t('value of “{goal}”', {goal}),
  visitors: () => t('visitors'),
  visits: () => t('visits'),
  page_views: () => t('page views'),
};

/** @param {Target} target */
function sentences(target) {
  const {actual, goal, metric, from, to: until, probability, forecast, forecast_interval: range} = target;
  const figure = write(target);
  const values = {
    actual: figure(actual),
    target: figure(target.target),
    what: METRIC[metric](goalName(goal ?? '')),
    from: day(from),
    to: day(until),
  };
  return [
    known(target.target)
      ? t('{actual} of {target} {what}, {from} to {to}.', values)
      : t('{actual} {what}, {from} to {to}.', values),
    known(forecast) && known(range)
      ? ` ${t('At the end {forecast} are expected ({low} to {high}).', {forecast: figure(forecast), low: figure(range[0]), high: figure(range[1])})}`
      : null,
    known(probability)
      ? ` ${t('The probability to make it is {probability}.', {probability: chance(probability)})}`
      : null,
  ];
}

/**
 * What a day has brought on average, today included.
 *
 * @param {Pick<Target, 'actual' | 'days' | 'currency'>} target
 */
export function perDay({actual, days, currency}) {
  const elapsed = days.filter(each => known(each.actual)).length;
  if (elapsed === 0) {
    return NONE;
  }
  return currency ? money({amount: String(actual / elapsed), currency}) : decimal(actual / elapsed);
}

/** @param {Target} target */
function figures(target) {
  const {needed_per_day: needed, remaining_days: days, expected, pace, currency} = target;
  return facts([
    [t('Planned by now'), write(target)(expected)],
    [t('Of the expected to yesterday'), percent(pace)],
    [t('A day so far'), perDay(target)],
    [t('Needed a day'), currency ? write(target)(needed) : decimal(needed)],
    [t('Days left'), count(days)],
  ]);
}

/** @param {Target} target */
function line(target) {
  const {days, id, forecast, forecast_interval: range} = target;
  if (days.length < 2) {
    return null;
  }
  const now = days.findLastIndex(each => known(each.actual));
  const last = days[now]?.actual ?? 0;
  /** @param {number | null | undefined} end */
  const towards = end =>
    days.map((each, index) =>
      index < now || !known(end) ? null : last + ((end - last) * (index - now)) / Math.max(1, days.length - 1 - now),
    );
  const coned = known(range) && now < days.length - 1;
  const drawn = chart({
    title: t('{target}: so far, expected and forecast', {target: targetName(id)}),
    dates: days.map(each => each.date),
    lines: [
      {label: t('So far'), colour: 'accent', values: days.map(each => each.actual)},
      {label: t('Expected path'), colour: 'second', dashed: true, values: days.map(each => each.expected)},
      ...(known(forecast) && now < days.length - 1
        ? [{label: t('Forecast'), colour: 'accent-soft', dashed: true, values: towards(forecast)}]
        : []),
    ],
    band: coned ? [towards(range[0]), towards(range[1])] : null,
    write: write(target),
  });
  return [drawn, coned ? el('p', {class: 'fine'}, t('Cone: where the forecast ends in 8 of 10 cases.')) : null];
}
