/** Whether there is enough to compare with. */

import {askDays} from './overview-line.js';
import {comparable} from '../ui/parts.js';

/** @import {Context, Get} from '#types' */

/**
 * An answer without its comparison where fewer than half as many of the earlier days have figures: a site that has just
 * started measuring would seem to grow a thousandfold.
 *
 * @template {{comparison?: object}} A
 * @param {Get} get
 * @param {Context} context
 * @param {Promise<A>} asked
 * @returns {Promise<A>}
 */
export async function compared(get, context, asked) {
  const [answer, usable] = await Promise.all([asked, context.compare ? measuredBefore(get, context) : true]);
  return usable ? answer : {...answer, comparison: undefined};
}

/**
 * @param {Get} get
 * @param {Context} context
 */
async function measuredBefore(get, context) {
  const {answer, compared: days} = await askDays(get, context);
  return answer === days
    ? comparable(answer, row => row.events > 0).comparison !== undefined
    : (days.comparison?.total.events ?? 0) > 0;
}
