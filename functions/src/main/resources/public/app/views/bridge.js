/** The sum from one figure of a goal to the next. Nothing here touches the page. */

import {t} from '../ui/text.js';

/**
 * @typedef Figures
 * @property {number} conversions every counted event of the goal
 * @property {number} converters distinct visitors by day
 * @property {number} completed of the funnel that ends with the goal, by day of completion
 * @property {number} converted of the same funnel, by day of entry
 * @property {number} sameDay of the same funnel, within the day of entry
 */

/**
 * Lines of which each figure is the one before and what stands between them; steps of nothing are left out.
 *
 * @param {Figures} figures
 * @returns {{amount: number, words: string, figure: boolean}[]}
 */
export function bridge({conversions, converters, completed, converted, sameDay}) {
  /** @type {[difference: number, why: string, words: string][]} */
  const steps = [
    [converters - conversions, t('more than one by the same visitor on a day'), t('visitors who converted, by day')],
    [
      completed - converters,
      t('did not go through the funnel in its time, or cannot be recognised on another day'),
      t('completed the funnel on these days'),
    ],
    [
      converted - completed,
      converted < completed ? t('had entered before these days') : t('entered on these days and completed after them'),
      t('entered on these days and have completed it'),
    ],
    [
      sameDay - converted,
      sameDay < converted
        ? t('took longer than the day of entry')
        : t('cannot be recognised on another day, less those who took longer than a day'),
      t('entered and completed within one day, of all visitors'),
    ],
  ];
  let sum = conversions;
  const lines = [{amount: sum, words: t('conversions: every time the goal was met'), figure: true}];
  for (const [difference, why, words] of steps) {
    if (difference !== 0) {
      lines.push({amount: difference, words: why, figure: false});
      sum += difference;
      lines.push({amount: sum, words, figure: true});
    }
  }
  return lines;
}
