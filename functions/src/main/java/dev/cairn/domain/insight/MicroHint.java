package dev.cairn.domain.insight;

import dev.cairn.domain.goal.MicroKind;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the figures suggest about the kind that a site declared for a micro goal. The site's declaration is not changed
 * (N4.2).
 */
public enum MicroHint {
    /** A declared milestone that most conversions skip. */
    OFTEN_SKIPPED,
    /** A declared secondary micro goal that comes before almost every conversion, although not all visitors meet it. */
    LOOKS_LIKE_MILESTONE,
    /** A declared secondary micro goal whose adjusted ratio may be 1. */
    NO_ASSOCIATION;

    private static final int FEWEST = 25;
    private static final double SKIPPED_BELOW = 0.5;
    private static final double MILESTONE_ABOVE = 0.8;
    private static final double EVERYBODY_ABOVE = 0.5;

    /**
     * The figures of one micro goal.
     *
     * @param macros conversions of the macro goal
     * @param assisted conversions that the micro goal came before
     * @param cohort visitors of the association's cohort
     * @param exposed visitors of the cohort who met the micro goal
     * @param adjusted the adjusted ratio; null if it is not shown
     */
    public record Figures(
            long macros,
            long assisted,
            long cohort,
            long exposed,
            @Nullable RatioEstimate adjusted) {}

    /** @param kind the declared kind; null if the plan does not have the goal */
    public static Optional<MicroHint> of(@Nullable MicroKind kind, Figures figures) {
        if (kind == null || figures.macros() < FEWEST || figures.cohort() < FEWEST) {
            return Optional.empty();
        }
        WilsonInterval necessity = WilsonInterval.of(figures.assisted(), figures.macros());
        if (kind == MicroKind.MILESTONE) {
            return necessity.high() < SKIPPED_BELOW ? Optional.of(OFTEN_SKIPPED) : Optional.empty();
        }
        if (necessity.low() > MILESTONE_ABOVE && figures.exposed() <= EVERYBODY_ABOVE * figures.cohort()) {
            return Optional.of(LOOKS_LIKE_MILESTONE);
        }
        RatioEstimate adjusted = figures.adjusted();
        return adjusted != null && adjusted.holdsOne() ? Optional.of(NO_ASSOCIATION) : Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
