package dev.cairn.plan.parse;

import dev.cairn.domain.audience.Audience;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one audience (N5). */
final class AudienceParser {
    private static final Set<String> KEYS = Set.of("did", "not", "after", "within", LabelParser.KEY);
    private static final long DEFAULT_WITHIN = 30 * Durations.DAY;
    private static final long MAX_WITHIN = 180 * Durations.DAY;

    private AudienceParser() {}

    /** Returns null and reports why if the audience is invalid. */
    static @Nullable Audience read(MappingReader.Named named) {
        int faultsBefore = named.faults().count();
        MappingReader block = named.open(KEYS);
        block.require("did", "the goal its members have met");
        String did = block.text("did");
        String not = block.text("not");
        if (did != null && did.equals(not)) {
            block.fault("not", "is the same goal as did, so the audience would have no members");
        }
        long after = Objects.requireNonNullElse(block.duration("after", 0), 0L);
        long within = Objects.requireNonNullElse(block.duration("within", Durations.SECOND), DEFAULT_WITHIN);
        if (within > MAX_WITHIN) {
            block.fault(
                    "within", Durations.text(within) + " is too long; the maximum is " + Durations.text(MAX_WITHIN));
        }
        if (after >= within) {
            block.fault("after", "must be shorter than within (" + Durations.text(within) + ")");
        }
        return named.faults().count() > faultsBefore || did == null
                ? null
                : new Audience(named.id(), did, not, after, within);
    }
}
