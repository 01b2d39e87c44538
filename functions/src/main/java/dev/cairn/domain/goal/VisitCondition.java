package dev.cairn.domain.goal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The part of a goal that depends on the visit so far (G2). All thresholds that are set must hold at one event,
 * together with the goal's {@link EventMatch}. Met at most once per visit, at the first such event.
 *
 * @param scrollDepth percent of the page that was seen; the page must have been scrolled, or read for 5 s
 * @param pagesPerVisit page views in the visit so far
 * @param dwellMillis engaged milliseconds in the visit so far
 * @param dwellAboveAverage whether engaged time in the visit so far must exceed the stored average
 * @param visitFrequency a linkable visitor's visits in d-27 … d, including this one
 * @param visitFrequencyAboveAverage whether that number must exceed the stored average
 * @param videoComplete percent of the video's own progress
 */
public record VisitCondition(
        @Nullable BigDecimal scrollDepth,
        @Nullable Integer pagesPerVisit,
        @Nullable Long dwellMillis,
        boolean dwellAboveAverage,
        @Nullable Integer visitFrequency,
        boolean visitFrequencyAboveAverage,
        @Nullable BigDecimal videoComplete) {}
