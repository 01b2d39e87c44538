package dev.cairn.domain.goal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The part of a goal that depends on the visit so far (G2). All thresholds that are set must be met at the same event,
 * which must also satisfy the goal's {@link EventMatch}. Met at most once per visit, at the first such event.
 *
 * @param scrollDepth percentage of the page that was seen; the page must have been scrolled, or read for 5 s
 * @param pagesPerVisit page views in the visit so far
 * @param dwellMillis engaged milliseconds in the visit so far
 * @param dwellAboveAverage whether engaged time in the visit so far must exceed the stored average
 * @param visitFrequency number of a linkable visitor's visits in d-27 … d, including this one
 * @param visitFrequencyAboveAverage whether that number must exceed the stored average
 * @param videoComplete percentage of the video that was played, as reported by its events
 */
public record VisitCondition(
        @Nullable BigDecimal scrollDepth,
        @Nullable Integer pagesPerVisit,
        @Nullable Long dwellMillis,
        boolean dwellAboveAverage,
        @Nullable Integer visitFrequency,
        boolean visitFrequencyAboveAverage,
        @Nullable BigDecimal videoComplete) {}
