/** Ranges of calendar days, as text like `2026-11-22`. */

/** @import {Choice, Days, Range} from '#types' */

const DAY_MS = 86_400_000;

export const MOST_DAYS = 400;

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
const firstOfMonth = date => `${date.slice(0, 7)}-01`;

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
 * The menu's ranges in order: the name in the address, the label, and the range as of today.
 *
 * @type {[name: string, words: string, range: (today: string) => Days][]}
 */
export const PRESETS = [
  ['today', 'Today', today => ({from: today, to: today})],
  ['yesterday', 'Yesterday', today => ({from: plusDays(today, -1), to: plusDays(today, -1)})],
  ['7d', 'Last 7 days', today => ({from: plusDays(today, -6), to: today})],
  ['30d', 'Last 30 days', today => ({from: plusDays(today, -29), to: today})],
  ['month', 'Month to date', today => ({from: firstOfMonth(today), to: today})],
  [
    'last_month',
    'Last month',
    today => {
      const to = plusDays(firstOfMonth(today), -1);
      return {from: firstOfMonth(to), to};
    },
  ],
  ['12m', 'Last 12 months', today => ({from: plusDays(monthsBefore(today, 12), 1), to: today})],
];

const CUSTOM = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/**
 * The error in a custom range, as a sentence; null if there is none.
 *
 * @param {string} from
 * @param {string} to
 */
export function fault(from, to) {
  if ([from, to].some(date => Number.isNaN(at(date).getTime()))) {
    return 'Choose a first and a last day.';
  }
  if (from > to) {
    return 'The first day is after the last one.';
  }
  return length({from, to}) > MOST_DAYS ? `Choose at most ${MOST_DAYS} days.` : null;
}

/**
 * The range for a name in the address; the last 30 days for an unknown name.
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
  return parse('30d', today);
}

/**
 * The available comparisons: the name in the address (as in the API) and the label.
 *
 * @type {Choice[]}
 */
export const COMPARISONS = [
  ['previous_period', 'Previous period'],
  ['previous_year', 'Previous year'],
  ['none', 'Nothing'],
];

/**
 * Today in a time zone.
 *
 * @param {string} timeZone
 */
export function todayIn(timeZone) {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date());
  /** @param {string} type */
  const part = type => parts.find(each => each.type === type)?.value;
  return `${part('year')}-${part('month')}-${part('day')}`;
}
