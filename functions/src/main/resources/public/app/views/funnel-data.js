/** Reads a funnel in the view that says most. */

import {known} from '../ui/format.js';
import {VIEWS} from '../ui/words.js';

/**
 * @import {FunnelAnswer} from '#openapi'
 * @import {Context, EntryAnswer, Get, Points} from '#types'
 */

/**
 * @typedef Asked
 * @property {FunnelAnswer} answer
 * @property {'linkable' | 'horizon' | null} why the reason for the view within one day where none was asked for
 */

/**
 * A funnel by day of entry, unless another view is asked for; within one day where nothing is known beyond it: no
 * visitor can be followed across days (I4), or too few have been for as much as a day.
 *
 * @param {Get} get
 * @param {Context} context
 * @param {{id: string}} funnel
 * @param {{totals?: 'only'}} more
 * @returns {Promise<Asked>}
 */
export async function askFunnel(get, {path, range, compare, route, filter, points}, funnel, more = {}) {
  const asked = route.params.get('view');
  const view = /** @type {FunnelAnswer['view'] | null} */ (VIEWS.has(asked ?? '') ? asked : null);
  const address = /** @type {const} */ (`${path}/funnels/${encodeURIComponent(funnel.id)}`);
  /** @type {Points | ''} */
  const interval = more.totals || points === 'day' ? '' : points;
  const params = {from: range.from, to: range.to, compare, filter: filter?.text, interval, ...more};
  /** @type {FunnelAnswer} */
  const answer = await get(address, {...params, view});
  if (view !== null) {
    return {answer, why: null};
  }
  const why = reason(answer);
  return why === null ? {answer, why} : {answer: await get(address, {...params, view: 'same_day'}), why};
}

/**
 * @param {FunnelAnswer} answer by day of entry
 * @returns {Asked['why']}
 */
function reason(answer) {
  if (answer.meta.linkable_share === 0) {
    return 'linkable';
  }
  const {total} = /** @type {EntryAnswer} */ (answer);
  return total.entered > 0 && !known(total.expected_within_days) && (total.maturity ?? 0) === 0 ? 'horizon' : null;
}
