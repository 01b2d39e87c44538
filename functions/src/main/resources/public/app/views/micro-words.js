/** Ratios of small steps in words. They compare visitors, and say nothing about what a change would bring. */

import {goalName} from '../ui/names.js';
import {el} from '../ui/dom.js';
import {count, decimal, known} from '../ui/format.js';
import {t} from '../ui/text.js';

/** @param {number | null | undefined} value */
export const ratio = value => (known(value) ? t('{n} ×', {n: decimal(value, value < 10 ? 2 : 1)}) : '–');

/** @param {readonly number[] | null | undefined} interval */
export const ratioRange = interval => (known(interval) ? el('span', {class: 'hint'}, bounds(interval)) : null);

/** @param {readonly number[]} interval */
const bounds = interval => t('{low} to {high}', {low: decimal(interval[0], 2), high: decimal(interval[1], 2)});

/**
 * @param {{micro: string, n11?: number | null, n10?: number | null, n01?: number | null, n00?: number | null,
 *     odds_ratio?: number | null, interval?: readonly number[] | null, adjusted_odds_ratio?: number | null,
 *     adjusted_interval?: readonly number[] | null}} row
 */
export function ratioSentence(row) {
  const sample = (row.n11 ?? 0) + (row.n10 ?? 0) + (row.n01 ?? 0) + (row.n00 ?? 0);
  return known(row.adjusted_odds_ratio) && known(row.adjusted_interval)
    ? t('{micro}: adjusted {adjusted} ({range}), plain {plain}; {sample} visitors. 1 means as often as others.', {
        micro: goalName(row.micro),
        adjusted: ratio(row.adjusted_odds_ratio),
        range: bounds(row.adjusted_interval),
        plain: ratio(row.odds_ratio),
        sample: count(sample),
      })
    : t('{micro}: not enough visitors yet', {micro: goalName(row.micro)});
}
