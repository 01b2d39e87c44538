package dev.cairn.plan;

import dev.cairn.domain.Funnel;
import dev.cairn.store.Items;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The plan's versions as they are stored, with the current one at hand. */
public final class Plans {

    /** One version and when it was put. */
    public record Version(int number, Instant since) {}

    /** A funnel as it holds for a day, and the plan version that says so. */
    public record Definition(Funnel funnel, int planVersion) {}

    /** @param cacheFor how long the current plan may be believed without asking the store */
    public Plans(Items items, Clock clock, Duration cacheFor) {
        throw new UnsupportedOperationException("being built");
    }

    /** The plan in force. Version 0, the default plan without a site, when none was ever put. */
    public Plan current() {
        throw new UnsupportedOperationException("being built");
    }

    /** A site of the current plan; when it is unknown the store is asked once more before the answer is empty. */
    public Optional<Site> site(String id) {
        throw new UnsupportedOperationException("being built");
    }

    /** A version that was put; versions never change, so they are kept at hand for good. */
    public Plan version(int number) {
        throw new UnsupportedOperationException("being built");
    }

    /** All versions, oldest first. */
    public List<Version> versions() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * The funnel as it holds for entry day {@code day}: by the last version put on or before that local day that has
     * it, else by the first version that has it. Empty when the current plan has no such funnel.
     */
    public Optional<Definition> funnelOn(String site, String funnel, LocalDate day) {
        throw new UnsupportedOperationException("being built");
    }
}
