/** Formats figures for the reader's locale. An unknown value is a dash. */

import {t} from './text.js';

/** @import {Interval, Money} from '#openapi' */

export const NONE = '–';

/** @type {string | undefined} */
let locale;
/** @type {Map<string, Intl.NumberFormat>} */
let numbers = new Map();

/**
 * Figures and dates are written as in this locale from now on; undefined is the browser's.
 *
 * @param {string | undefined} next de-CH
 */
export function write(next) {
  locale = next;
  numbers = new Map();
}

/**
 * @param {string} name
 * @param {Intl.NumberFormatOptions} options
 */
function format(name, options) {
  const known = numbers.get(name) ?? new Intl.NumberFormat(locale, options);
  numbers.set(name, known);
  return known;
}

const whole = () => format('whole', {maximumFractionDigits: 0});
const short = () => format('short', {notation: 'compact', maximumFractionDigits: 1});

/**
 * @template T
 * @param {T} value
 * @returns {value is NonNullable<T>}
 */
export const known = value => value !== null && value !== undefined;

/** @param {number | null | undefined} value */
export const count = value => (known(value) ? whole().format(value) : NONE);

/**
 * Compact, for axes and small spaces: 12.3K.
 *
 * @param {number | null | undefined} value
 */
export const compact = value => (known(value) ? short().format(value) : NONE);

/**
 * A fraction as percent, with more digits where it is small.
 *
 * @param {number | null | undefined} fraction
 */
export function percent(fraction) {
  if (!known(fraction)) {
    return NONE;
  }
  const size = Math.abs(fraction);
  const digits = size !== 0 && size < 0.01 ? 2 : size < 0.9995 ? 1 : 0;
  return format(`percent${digits}`, {style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: digits}).format(
    fraction,
  );
}

/**
 * A probability in whole percent, as more digits would say more than is known; what is neither impossible nor certain
 * is never called so.
 *
 * @param {number | null | undefined} fraction
 */
export function probability(fraction) {
  if (!known(fraction)) {
    return NONE;
  }
  const whole = format('percent0', {style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 0});
  if (fraction > 0 && fraction < 0.01) {
    return `<${whole.format(0.01)}`;
  }
  return fraction < 1 && fraction > 0.99 ? `>${whole.format(0.99)}` : whole.format(fraction);
}

/**
 * A number with as many decimals as it needs, at most so many.
 *
 * @param {number | null | undefined} value
 * @param {number} digits
 */
export const decimal = (value, digits = 1) =>
  known(value) ? format(`decimal${digits}`, {maximumFractionDigits: digits}).format(value) : NONE;

/**
 * An interval in percent; empty when it is not known.
 *
 * @param {Interval | undefined} interval
 */
export const between = interval =>
  interval ? t('{low} to {high}', {low: percent(interval[0]), high: percent(interval[1])}) : '';

/**
 * Money as the API gives it, `{amount, currency}`, with the digits of its currency.
 *
 * @param {Money} money
 */
export function money({amount, currency}) {
  try {
    return new Intl.NumberFormat(locale, {style: 'currency', currency}).format(
      /** @type {Intl.StringNumericLiteral} */ (amount),
    );
  } catch {
    return `${amount} ${currency}`;
  }
}

/**
 * Money by something else, in its main currency; null where there is none.
 *
 * @param {Money[] | null | undefined} list
 * @param {number | null | undefined} by
 * @returns {Money | null}
 */
export const moneyBy = (list, by) =>
  list?.length && by ? {amount: String(Number(list[0].amount) / by), currency: list[0].currency} : null;

/** @param {Money[] | null | undefined} list */
export const amounts = list => (list?.length ? list.map(money).join(' + ') : NONE);

/**
 * A span of seconds in the two largest units that matter: 2 h 5 min.
 *
 * @param {number | null | undefined} seconds
 */
export function duration(seconds) {
  if (!known(seconds)) {
    return NONE;
  }
  const rounded = Math.round(seconds);
  /** @type {[size: number, unit: string][]} */
  const parts = [
    [86400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = parts.findIndex(([size]) => rounded >= size);
  if (first < 0) {
    return '0 s';
  }
  const [size, unit] = parts[first];
  const rest = parts[first + 1];
  const more = rest ? Math.floor((rounded % size) / rest[0]) : 0;
  return `${whole().format(Math.floor(rounded / size))} ${unit}` + (more ? ` ${more} ${rest[1]}` : '');
}

/**
 * A calendar day, `2026-11-22`, independent of any time zone.
 *
 * @param {string} date
 * @param {Intl.DateTimeFormatOptions} options
 */
export function day(date, options = {day: 'numeric', month: 'short'}) {
  return new Intl.DateTimeFormat(locale, {...options, timeZone: 'UTC'}).format(new Date(`${date}T00:00:00Z`));
}

/** @param {string} date */
export const longDay = date => day(date, {weekday: 'short', day: 'numeric', month: 'short', year: 'numeric'});

/**
 * @param {string} from
 * @param {string} to
 */
export function span(from, to) {
  const format = new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/**
 * An instant in the site's time zone.
 *
 * @param {string | number | null | undefined} instant
 * @param {string} timeZone
 * @param {Intl.DateTimeFormatOptions} options
 */
export function moment(instant, timeZone, options = {dateStyle: 'medium', timeStyle: 'short'}) {
  return known(instant) ? new Intl.DateTimeFormat(locale, {...options, timeZone}).format(new Date(instant)) : NONE;
}

/** @type {[size: number, unit: Intl.RelativeTimeFormatUnit][]} */
const UNITS = [
  [86400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/**
 * How long ago, in words.
 *
 * @param {string} instant
 */
export function ago(instant, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - new Date(instant).getTime()) / 1000));
  const words = new Intl.RelativeTimeFormat(locale, {numeric: 'auto'});
  const [size, unit] = UNITS.find(([least]) => seconds >= least) ?? UNITS[UNITS.length - 1];
  return words.format(-Math.floor(seconds / size), unit);
}

/**
 * `add_to_cart` in plain words: Add to cart.
 *
 * @param {string} id
 */
export function spoken(id) {
  const text = id.replaceAll('_', ' ').replaceAll('-', ' ').trim();
  return text === '' ? id : text[0].toLocaleUpperCase() + text.slice(1);
}
