/** Formats figures for the reader's locale. An unknown value is a dash. */

/** @import {Interval, Money} from '#openapi' */

export const NONE = '–';

const whole = new Intl.NumberFormat(undefined, {maximumFractionDigits: 0});
const short = new Intl.NumberFormat(undefined, {notation: 'compact', maximumFractionDigits: 1});
const percents = [0, 1, 2].map(
  digits =>
    new Intl.NumberFormat(undefined, {style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: digits}),
);

/**
 * @template T
 * @param {T} value
 * @returns {value is NonNullable<T>}
 */
export const known = value => value !== null && value !== undefined;

/** @param {number | null | undefined} value */
export const count = value => (known(value) ? whole.format(value) : NONE);

/**
 * Compact, for axes and small spaces: 12.3K.
 *
 * @param {number | null | undefined} value
 */
export const compact = value => (known(value) ? short.format(value) : NONE);

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
  return percents[size !== 0 && size < 0.01 ? 2 : size < 0.9995 ? 1 : 0].format(fraction);
}

/**
 * An interval in percent; empty when it is not known.
 *
 * @param {Interval | undefined} interval
 */
export const between = interval => (interval ? `${percent(interval[0])} to ${percent(interval[1])}` : '');

/**
 * Money as the API gives it, `{amount, currency}`, with the digits of its currency.
 *
 * @param {Money} money
 */
export function money({amount, currency}) {
  try {
    return new Intl.NumberFormat(undefined, {style: 'currency', currency}).format(
      /** @type {Intl.StringNumericLiteral} */ (amount),
    );
  } catch {
    return `${amount} ${currency}`;
  }
}

/** @param {Money[] | undefined} list */
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
  return `${whole.format(Math.floor(rounded / size))} ${unit}` + (more ? ` ${more} ${rest[1]}` : '');
}

/**
 * A calendar day, `2026-11-22`, independent of any time zone.
 *
 * @param {string} date
 * @param {Intl.DateTimeFormatOptions} options
 */
export function day(date, options = {day: 'numeric', month: 'short'}) {
  return new Intl.DateTimeFormat(undefined, {...options, timeZone: 'UTC'}).format(new Date(`${date}T00:00:00Z`));
}

/** @param {string} date */
export const longDay = date => day(date, {weekday: 'short', day: 'numeric', month: 'short', year: 'numeric'});

/**
 * @param {string} from
 * @param {string} to
 */
export function span(from, to) {
  const format = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
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
  return known(instant) ? new Intl.DateTimeFormat(undefined, {...options, timeZone}).format(new Date(instant)) : NONE;
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
  const words = new Intl.RelativeTimeFormat(undefined, {numeric: 'auto'});
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
