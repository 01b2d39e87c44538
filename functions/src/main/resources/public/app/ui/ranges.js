/** Ranges of calendar days, as text like `2026-11-22`, and the days that they are compared with. */

import {t} from './text.js';

/** @import {Choice, Days, Points, Range} from '#types' */

const DAY_MS = 86_400_000;

export const MOST_DAYS = 400;
/** Longer ranges have a point a week: more would be closer together than a line is wide. */
const MOST_POINTS = 120;

/** @param {string} date */
const at = date => new Date(`${date}T00:00:00Z`);
/** @param {Date} instant */
const text = instant => instant.toISOString().slice(0, 10);

/**
 * @param {string} date
 * @param {number} days
 */
export const plusDays = (date, days) => text(new Date(at(date).getTime() + days * DAY_MS));

/**
 * The number of days from one to the other, both included.
 *
 * @param {Days} days
 */
export const length = ({from, to}) => Math.round((at(to).getTime() - at(from).getTime()) / DAY_MS) + 1;

/**
 * Every day from one to the other.
 *
 * @param {string} from
 * @param {string} to
 */
export const daysOf = (from, to) => Array.from({length: length({from, to})}, (each, index) => plusDays(from, index));

/** @param {string} date */
export const weekday = date => at(date).getUTCDay();

/** @param {string} date */
const monday = date => plusDays(date, -((weekday(date) + 6) % 7));
/** @param {string} date */
const firstOfMonth = date => `${date.slice(0, 7)}-01`;
/** @param {string} date */
const firstOfYear = date => `${date.slice(0, 4)}-01-01`;

/** @param {string} date */
function firstOfQuarter(date) {
  const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${date.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

/**
 * @param {string} date
 * @param {number} months
 */
function monthsBefore(date, months) {
  const day = at(date);
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day.getUTCDate(), last));
  return text(first);
}

/**
 * The days since the first of something: up to yesterday, and today where it has just begun.
 *
 * @param {(date: string) => string} first
 * @returns {(today: string) => Days}
 */
const toDate = first => today => ({
  from: first(today),
  to: first(today) === today ? today : plusDays(today, -1),
});

/**
 * The whole of something before the current one.
 *
 * @param {(date: string) => string} first
 * @returns {(today: string) => Days}
 */
const lastWhole = first => today => {
  const to = plusDays(first(today), -1);
  return {from: first(to), to};
};

/**
 * Days up to yesterday, because today is not over.
 *
 * @param {number} days
 * @returns {(today: string) => Days}
 */
const upToYesterday = days => today => ({from: plusDays(today, -days), to: plusDays(today, -1)});

/**
 * The menu's ranges in order: the name in the address, the label, and the range as of today. All but today end
 * yesterday.
 *
 * @type {[name: string, words: string, range: (today: string) => Days][]}
 */
export const PRESETS = [
  ['today', t('Today so far'), today => ({from: today, to: today})],
  ['yesterday', t('Yesterday'), upToYesterday(1)],
  ['7d', t('Last 7 days'), upToYesterday(7)],
  ['28d', t('Last 28 days'), upToYesterday(28)],
  ['30d', t('Last 30 days'), upToYesterday(30)],
  ['90d', t('Last 90 days'), upToYesterday(90)],
  ['week', t('This week'), toDate(monday)],
  ['last_week', t('Last week'), lastWhole(monday)],
  ['month', t('This month'), toDate(firstOfMonth)],
  ['last_month', t('Last month'), lastWhole(firstOfMonth)],
  ['quarter', t('This quarter'), toDate(firstOfQuarter)],
  ['last_quarter', t('Last quarter'), lastWhole(firstOfQuarter)],
  ['year', t('Year to date'), toDate(firstOfYear)],
  ['12m', t('Last 12 months'), today => ({from: monthsBefore(today, 12), to: plusDays(today, -1)})],
  ['all', t('All ({n} days)', {n: MOST_DAYS}), upToYesterday(MOST_DAYS)],
];

/** The range where none is named: four whole weeks, so that weekdays weigh the same. */
export const USUAL_RANGE = '28d';

const CUSTOM = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/**
 * The error in a custom range, as a sentence; null if there is none.
 *
 * @param {string} from
 * @param {string} to
 */
export function fault(from, to) {
  if ([from, to].some(date => Number.isNaN(at(date).getTime()))) {
    return t('Choose a first and a last day.');
  }
  if (from > to) {
    return t('The first day is after the last one.');
  }
  return length({from, to}) > MOST_DAYS ? t('Choose at most {n} days.', {n: MOST_DAYS}) : null;
}

/**
 * The range for a name in the address; the usual one for an unknown name.
 *
 * @param {string | null} name
 * @param {string} today
 * @returns {Range}
 */
export function parse(name, today) {
  const preset = PRESETS.find(([id]) => id === name);
  if (preset) {
    return {name: preset[0], label: preset[1], ...preset[2](today)};
  }
  const custom = CUSTOM.exec(name ?? '');
  if (custom && fault(custom[1], custom[2]) === null) {
    return {name: custom[0], label: null, from: custom[1], to: custom[2]};
  }
  return parse(USUAL_RANGE, today);
}

/**
 * The available comparisons: the name in the address and the label. The first is the default.
 *
 * @type {Choice[]}
 */
export const COMPARISONS = [
  ['weekdays', t('Same weekdays before')],
  ['period', t('Days just before')],
  ['year', t('Same weekdays a year before')],
  ['none', t('Nothing')],
];

/**
 * The days that a range is compared with; null for none. A range with today is compared with nothing: the other days
 * are whole, and today is not.
 *
 * @param {string | null} name in the address: one of COMPARISONS, or own days
 * @param {Days} range
 * @param {string} today
 * @returns {Days | null}
 */
export function comparedDays(name, range, today) {
  if (name === 'none' || range.to >= today) {
    return null;
  }
  const custom = CUSTOM.exec(name ?? '');
  if (custom && fault(custom[1], custom[2]) === null) {
    return {from: custom[1], to: custom[2]};
  }
  const days = length(range);
  const back = name === 'period' ? days : name === 'year' ? Math.ceil(days / 364) * 364 : Math.ceil(days / 7) * 7;
  return {from: plusDays(range.from, -back), to: plusDays(range.to, -back)};
}

/**
 * What a point of a line adds up.
 *
 * @param {string | null} chosen
 * @param {Days} range
 * @returns {Points}
 */
export function pointsOf(chosen, range) {
  if (chosen === 'week' || chosen === 'month') {
    return chosen;
  }
  return length(range) > MOST_POINTS ? 'week' : 'day';
}

/**
 * Today in a time zone, by this device's clock.
 *
 * @param {string} timeZone
 */
export function todayIn(timeZone, now = new Date()) {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  /** @param {string} type */
  const part = type => parts.find(each => each.type === type)?.value;
  return `${part('year')}-${part('month')}-${part('day')}`;
}
