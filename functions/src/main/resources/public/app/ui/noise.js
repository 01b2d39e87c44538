/**
 * Whether a difference is more than chance (H1.2): whether its 95 % interval excludes 0. Nothing here touches the page.
 */

/** Of the standard normal distribution, for 95 % on two sides. */
const Z = 1.959964;

/**
 * The Wilson interval of a rate. Wilson, E. B. (1927): Probable inference, the law of succession, and statistical
 * inference. JASA 22, 209–212.
 *
 * @param {number} hits
 * @param {number} of
 * @returns {[low: number, high: number]}
 */
export function wilson(hits, of) {
  const rate = hits / of;
  const centre = rate + (Z * Z) / (2 * of);
  const half = Z * Math.sqrt((rate * (1 - rate)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

/**
 * The interval of the difference of two rates, the first minus the second. Newcombe, R. G. (1998): Interval estimation
 * for the difference between independent proportions. Statistics in Medicine 17, 873–890, method 10.
 *
 * @param {{hits: number, of: number}} now
 * @param {{hits: number, of: number}} before
 * @returns {[low: number, high: number] | null} null where one of the two is of nothing
 */
export function rateDifference(now, before) {
  if (now.of === 0 || before.of === 0) {
    return null;
  }
  const one = now.hits / now.of;
  const two = before.hits / before.of;
  const [low1, high1] = wilson(now.hits, now.of);
  const [low2, high2] = wilson(before.hits, before.of);
  return [
    one - two - Math.sqrt((one - low1) ** 2 + (high2 - two) ** 2),
    one - two + Math.sqrt((high1 - one) ** 2 + (two - low2) ** 2),
  ];
}

/**
 * How much more the days of two ranges vary than by chance alone, at least 1: Pearson's statistic by its degrees of
 * freedom. McCullagh, P. and Nelder, J. A. (1989): Generalized Linear Models, 2nd ed., section 4.5.
 *
 * @param {readonly (readonly [now: number, before: number])[]} pairs the same day of both, as of weekdays that match
 */
export function dispersion(pairs) {
  const used = pairs.filter(([now, before]) => now + before > 0);
  const all = used.reduce((sum, [now, before]) => sum + now + before, 0);
  const share = used.reduce((sum, [now]) => sum + now, 0) / all;
  if (used.length < 2 || share <= 0 || share >= 1) {
    return 1;
  }
  const pearson = used.reduce((sum, [now, before]) => {
    const expected = share * (now + before);
    return sum + (now - expected) ** 2 / (expected * (1 - share));
  }, 0);
  return Math.max(1, pearson / (used.length - 1));
}

/**
 * The interval of the first count by the second, of days of the same number: given their sum, the first is binomial,
 * and its share's Wilson interval gives that of the ratio. Przyborowski, J. and Wilenski, H. (1940): Homogeneity of
 * results in testing samples from Poisson series. Biometrika 31, 313–323. Days that vary more than by chance count as
 * fewer, as in quasi-likelihood.
 *
 * @param {number} now
 * @param {number} before
 * @param {number} spread of `dispersion`
 * @returns {[low: number, high: number] | null} null without any
 */
export function countRatio(now, before, spread = 1) {
  if (now + before === 0) {
    return null;
  }
  const [low, high] = wilson(now / spread, (now + before) / spread);
  return [low / (1 - low), high >= 1 ? Infinity : high / (1 - high)];
}

/**
 * @param {number} now
 * @param {number} before
 * @param {number} spread
 */
export function countsDiffer(now, before, spread = 1) {
  const ratio = countRatio(now, before, spread);
  return ratio !== null && (ratio[0] > 1 || ratio[1] < 1);
}

/**
 * @param {{hits: number, of: number}} now
 * @param {{hits: number, of: number}} before
 */
export function ratesDiffer(now, before) {
  const difference = rateDifference(now, before);
  return difference !== null && (difference[0] > 0 || difference[1] < 0);
}
