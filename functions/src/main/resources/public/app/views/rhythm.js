/** Is my page measured right? The last day of each event's name, beside its usual rhythm. */

import {el} from '../ui/dom.js';
import {count, day, decimal} from '../ui/format.js';
import {table, verbatim} from '../ui/parts.js';
import {length, plusDays} from '../ui/ranges.js';
import {t, tn} from '../ui/text.js';

/** @import {HealthAnswer} from '#openapi' */
/** @import {Answer, Context, Get} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/events'>} EventsAnswer */

/**
 * @typedef Rhythm
 * @property {string} name
 * @property {number} usual a day, over four weeks
 * @property {string | null} last the last day with an event; null if that is more than two weeks ago
 * @property {number} due as many were due since then
 */

const USUAL_DAYS = 28;
const RECENT_DAYS = 14;
const MOST_NAMES = 60;
/** That so many are due and none came happens by chance once in 150 times. */
const MISSED = 5;

/**
 * @param {Get} get
 * @param {Context} context
 */
export async function read(get, {path, today}) {
  const to = plusDays(today, -1);
  const [usual, recent] = await Promise.all([
    get(`${path}/events`, {from: plusDays(today, -USUAL_DAYS), to, totals: 'only', top: MOST_NAMES}),
    get(`${path}/events`, {from: plusDays(today, -RECENT_DAYS), to, top: MOST_NAMES}),
  ]);
  return {usual, recent};
}

/**
 * @param {{usual: EventsAnswer, recent: EventsAnswer}} found
 * @param {HealthAnswer} health
 * @param {string} today
 */
export function rhythms({usual, recent}, health, today) {
  /** @type {Map<string, string>} */
  const lasts = new Map();
  recent.rows.forEach(row => {
    if (row.name !== null && row.count > 0 && row.date > (lasts.get(row.name) ?? '')) {
      lasts.set(row.name, row.date);
    }
  });
  Object.keys(health.today.events).forEach(name => lasts.set(name, today));
  return (usual.totals ?? [])
    .map(row => rhythm(row.name, row.count / USUAL_DAYS, lasts.get(row.name) ?? null, today))
    .sort((one, other) => Number(stopped(other)) - Number(stopped(one)) || other.usual - one.usual);
}

/**
 * @param {string} name
 * @param {number} usual
 * @param {string | null} last
 * @param {string} today
 * @returns {Rhythm}
 */
function rhythm(name, usual, last, today) {
  // Whole days without one: today is not over.
  const days = last === null ? RECENT_DAYS : Math.max(0, length({from: last, to: today}) - 2);
  return {name, usual, last, due: usual * days};
}

/** @param {Rhythm} of */
export const stopped = ({due}) => due >= MISSED;

/** @param {Rhythm[]} all */
export function verdict(all) {
  const missing = all.filter(stopped);
  if (all.length === 0) {
    return t('0 events in the last four weeks: there is no rhythm to compare with.');
  }
  return missing.length === 0
    ? tn(
        all.length,
        'The 1 kind of event arrives in its usual rhythm.',
        'All {n} kinds of events arrive in their usual rhythm.',
      )
    : tn(
        missing.length,
        '1 of {all} kinds of events has stopped: {names}.',
        '{n} of {all} kinds of events have stopped: {names}.',
        {
          all: all.length,
          names: missing.map(each => each.name).join(', '),
        },
      );
}

/** @param {Rhythm[]} all */
export function rhythmTable(all) {
  return [
    el('p', {class: 'lead'}, verdict(all)),
    all.length
      ? table(
          t('Events and their rhythm'),
          [
            {label: t('Event'), cell: row => verbatim(row.name)},
            {
              label: t('Last day'),
              cell: row => (row.last === null ? t('more than two weeks ago') : day(row.last)),
              sort: row => row.last ?? '',
            },
            {
              label: t('Usually a day'),
              number: true,
              cell: row => (row.usual >= 10 ? count(row.usual) : decimal(row.usual)),
            },
            {
              label: t('State'),
              cell: row =>
                stopped(row)
                  ? el('span', {class: 'badge bad'}, t('Stopped: {n} were due', {n: count(row.due)}))
                  : t('As usual'),
            },
          ],
          all,
        )
      : null,
  ];
}
