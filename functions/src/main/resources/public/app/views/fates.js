/** What became of those who reached a step, and what is expected of them. Nothing here touches the page. */

/** @import {FunnelEntryFigures} from '#openapi' */

/**
 * Of those who reached a step: who went on, who is expected to, who is not, and, without a forecast, who still may.
 *
 * @typedef {{here: number, on: number, coming: number, lost: number, unknown: number}} Fate
 */

/**
 * One for each step. `coming` is how many more are expected to reach the next step (F6), among them some who have yet to
 * reach this one; the bar of a step has room for those only who are here.
 *
 * @param {Pick<FunnelEntryFigures, 'reached' | 'dropped_after' | 'expected_reached' | 'in_progress'>} figures
 * @returns {Fate[]}
 */
export function fates({reached, dropped_after: dropped, expected_reached: expected, in_progress: open}) {
  return reached.map((here, index) => {
    if (index === reached.length - 1) {
      return {here, on: here, coming: 0, lost: 0, unknown: 0};
    }
    const on = reached[index + 1];
    const rest = Math.max(0, here - on);
    if (expected) {
      const coming = Math.min(rest, Math.max(0, expected[index + 1] - on));
      return {here, on, coming, lost: rest - coming, unknown: 0};
    }
    const unknown = open === 0 ? 0 : Math.max(0, rest - dropped[index]);
    return {here, on, coming: unknown, lost: rest - unknown, unknown};
  });
}

/**
 * The step after which most are lost; null where nobody is.
 *
 * @param {Pick<FunnelEntryFigures, 'reached' | 'dropped_after' | 'expected_reached' | 'in_progress'>} figures
 */
export function largestLoss(figures) {
  const all = fates(figures);
  const losses = all.slice(0, -1).map(({here, on}) => here - on);
  const most = Math.max(0, ...losses);
  const step = losses.indexOf(most);
  return most === 0
    ? null
    : {step, lost: most, of: all[step].here, coming: all[step].coming, known: all[step].unknown === 0};
}

/**
 * The rates of two groups of entries at the same age, or null: both whole, both within the same time since entry, or
 * both within the day.
 *
 * @param {{view: string, total: FunnelEntryFigures}} now
 * @param {FunnelEntryFigures} before
 */
export function atEqualAge({view, total}, before) {
  if (view === 'same_day' || (total.maturity === 1 && before.maturity === 1)) {
    return {
      now: total.entered ? total.converted / total.entered : null,
      before: before.entered ? before.converted / before.entered : null,
      within: null,
    };
  }
  const within = total.expected_within_days;
  return within !== null && before.expected_within_days === within
    ? {now: total.expected_rate, before: before.expected_rate, within}
    : null;
}
