/** Reads the totals of all goals: one request for all cards of a view. */

import {compared} from './comparison.js';

/**
 * @import {GoalAnswer} from '#openapi'
 * @import {Context, Get} from '#types'
 */

/**
 * @param {Get} get
 * @param {Context} context
 * @returns {Promise<GoalAnswer>}
 */
export function askGoals(get, context) {
  const {path, range, compare, filter} = context;
  const asked = {from: range.from, to: range.to, compare, totals: /** @type {const} */ ('only'), filter: filter?.text};
  return compared(get, context, get(`${path}/goals`, asked));
}
