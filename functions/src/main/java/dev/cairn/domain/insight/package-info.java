/**
 * Insights about the micro conversions of a macro conversion: the counts stored for each day of a site, which add up
 * like every statistic, and the formulas that turn summed counts into figures. The formulas are pure functions. The
 * figures describe association; none of them implies that a micro conversion causes macro conversions.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.insight;
