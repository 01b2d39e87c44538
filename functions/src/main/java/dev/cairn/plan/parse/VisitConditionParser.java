package dev.cairn.plan.parse;

import dev.cairn.domain.goal.VisitCondition;
import dev.cairn.plan.document.Node;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a match that depend on the visit so far (G2). */
final class VisitConditionParser {
    static final Set<String> KEYS =
            Set.of("scroll_depth", "pages_per_visit", "dwell", "visit_frequency", "video_complete");

    private static final String ABOVE_AVERAGE = "above_average";
    private static final Set<String> MIN = Set.of("min");
    private static final BigDecimal PERCENT_MOST = BigDecimal.valueOf(100);

    /** The highest threshold: the limit of 5,000 events per visitor, day and source (browser or server key). */
    private static final int MOST_PER_VISIT = 5_000;

    private VisitConditionParser() {}

    /** Returns null if the block has none of the keys. */
    static @Nullable VisitCondition read(MappingReader match) {
        if (KEYS.stream().noneMatch(match::has)) {
            return null;
        }
        boolean dwellAboveAverage = isAboveAverage(match, "dwell");
        boolean frequencyAboveAverage = isAboveAverage(match, "visit_frequency");
        return new VisitCondition(
                percent(match, "scroll_depth"),
                whole(match, "pages_per_visit"),
                dwellAboveAverage ? null : duration(match, "dwell"),
                dwellAboveAverage,
                frequencyAboveAverage ? null : whole(match, "visit_frequency"),
                frequencyAboveAverage,
                percent(match, "video_complete"));
    }

    private static boolean isAboveAverage(MappingReader match, String key) {
        if (!(match.node(key) instanceof Node.Scalar scalar)) {
            return false;
        }
        if (!scalar.text().equals(ABOVE_AVERAGE)) {
            match.fault(key, "cannot be " + scalar.described() + "; use {min: …} or " + ABOVE_AVERAGE);
        }
        return true;
    }

    private static @Nullable BigDecimal percent(MappingReader match, String key) {
        MappingReader block = threshold(match, key);
        BigDecimal percent = block.number("min");
        if (percent != null && (percent.signum() <= 0 || percent.compareTo(PERCENT_MOST) > 0)) {
            block.fault("min", "must be above 0 and at most 100 percent");
            return null;
        }
        return percent;
    }

    private static @Nullable Integer whole(MappingReader match, String key) {
        return threshold(match, key).whole("min", 1, MOST_PER_VISIT);
    }

    private static @Nullable Long duration(MappingReader match, String key) {
        return threshold(match, key).duration("min", Durations.SECOND);
    }

    private static MappingReader threshold(MappingReader match, String key) {
        MappingReader block = match.block(key, MIN);
        if (match.node(key) instanceof Node.Mapping) {
            block.require("min", "the minimum that meets it");
        }
        return block;
    }
}
