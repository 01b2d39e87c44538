/**
 * Insights about the micro conversions of a macro conversion: what a site's days store of them, as counts that add up
 * like every statistic, and the formulas that turn summed counts into figures. The formulas are pure functions. None of
 * the figures says that a micro conversion brings macro conversions about; they describe what happened together.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.insight;
