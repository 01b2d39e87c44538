package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a target (N7).
 *
 * @param actual the total so far, including incomplete days
 * @param closed the total of the complete days
 * @param path how that total compares with the target figure
 * @param outlook the forecast for the end; null before the target begins and while the site is learning
 * @param probability probability from 0 to 1 that the target is reached; null if unknown
 * @param days every day of the target, with running totals
 */
public record TargetProgress(
        BigDecimal actual,
        BigDecimal closed,
        Path path,
        @Nullable Outlook outlook,
        @Nullable Double probability,
        TargetStatus status,
        List<Day> days) {

    /**
     * @param expected the part of the figure that is due by the end of the complete days; null without a figure
     * @param pace closed divided by expected; null on the first day and without a figure
     * @param remainingDays number of days that are not complete
     * @param neededPerDay the amount that each of them must contribute, or may contribute under a ceiling; null if no
     *     day remains and without a figure
     */
    public record Path(
            @Nullable Double expected,
            @Nullable Double pace,
            int remainingDays,
            @Nullable Double neededPerDay) {}

    /** The forecast for the target's last day, and its 80 % interval. */
    public record Outlook(double forecast, double low, double high) {}

    /**
     * @param actual total up to this day; null for future days
     * @param expected the part of the figure that is due by this day; null without a figure
     */
    public record Day(
            LocalDate date,
            @Nullable BigDecimal actual,
            @Nullable Double expected) {}

    /** Computes a target's progress from its metric. */
    public static TargetProgress of(TargetTerms terms, DailyMetric metric) {
        return new Calculation(terms, metric, WeekdayWeights.before(terms.from(), metric)).progress();
    }

    private record Calculation(TargetTerms terms, DailyMetric metric, WeekdayWeights weights) {

        TargetProgress progress() {
            BigDecimal actual = metric.sum(terms.from(), earlier(terms.to(), metric.lastDay()));
            BigDecimal closed = metric.sum(terms.from(), lastClosed());
            Optional<RestForecast> rest = rest();
            Path path = path(closed.doubleValue());
            TargetStatus status = status(actual, path);
            return new TargetProgress(
                    actual,
                    closed,
                    path,
                    outlook(closed.doubleValue(), rest),
                    probability(status, closed.doubleValue(), rest),
                    status,
                    days());
        }

        private LocalDate lastClosed() {
            return earlier(terms.to(), metric.firstOpenDay().minusDays(1));
        }

        private LocalDate firstRemaining() {
            LocalDate open = metric.firstOpenDay();
            return open.isBefore(terms.from()) ? terms.from() : open;
        }

        private int remainingDays() {
            return Math.toIntExact(Math.max(0, ChronoUnit.DAYS.between(firstRemaining(), terms.to()) + 1));
        }

        private boolean isStarted() {
            return !metric.lastDay().isBefore(terms.from());
        }

        private boolean isOver() {
            return remainingDays() == 0;
        }

        private Path path(double closed) {
            int remaining = remainingDays();
            BigDecimal figure = terms.figure();
            if (figure == null) {
                return new Path(null, null, remaining, null);
            }
            double wanted = figure.doubleValue();
            double expected = wanted * weights.sum(terms.from(), lastClosed()) / weights.sum(terms.from(), terms.to());
            return new Path(
                    expected,
                    expected > 0 ? closed / expected : null,
                    remaining,
                    remaining == 0 ? null : Math.max(0, wanted - closed) / remaining);
        }

        private Optional<RestForecast> rest() {
            if (!isStarted() || isOver()) {
                return Optional.empty();
            }
            return Level.of(metric, weights)
                    .map(level -> RestForecast.of(level, weights.sum(firstRemaining(), terms.to()), remainingDays()));
        }

        private @Nullable Outlook outlook(double closed, Optional<RestForecast> rest) {
            if (isOver()) {
                return new Outlook(closed, closed, closed);
            }
            return rest.map(to -> new Outlook(closed + to.mean(), closed + to.low(), closed + to.high()))
                    .orElse(null);
        }

        private @Nullable Double probability(TargetStatus status, double closed, Optional<RestForecast> rest) {
            BigDecimal figure = terms.figure();
            return switch (status) {
                case REACHED -> 1.0;
                case MISSED -> 0.0;
                default ->
                    figure == null
                            ? null
                            : rest.map(to -> terms.probability(figure.doubleValue(), closed, to))
                                    .orElse(null);
            };
        }

        /**
         * Known outcomes take precedence over missing data: a site that is still learning may have reached its target.
         */
        private TargetStatus status(BigDecimal actual, Path path) {
            BigDecimal figure = terms.figure();
            if (!isStarted()) {
                return TargetStatus.NOT_STARTED;
            }
            if (figure == null) {
                return TargetStatus.NO_COMPARISON;
            }
            int compared = actual.compareTo(figure);
            if (terms.ceiling() ? compared > 0 : compared < 0 && isOver()) {
                return TargetStatus.MISSED;
            }
            if (terms.ceiling() ? isOver() : compared >= 0) {
                return TargetStatus.REACHED;
            }
            if (Level.of(metric, weights).isEmpty()) {
                return TargetStatus.LEARNING;
            }
            return path.pace() == null ? TargetStatus.ON_TRACK : TargetStatus.ofPace(path.pace(), terms.ceiling());
        }

        private List<Day> days() {
            List<Day> days = new ArrayList<>(terms.days());
            BigDecimal figure = terms.figure();
            double all = weights.sum(terms.from(), terms.to());
            BigDecimal actual = BigDecimal.ZERO;
            double weight = 0;
            for (LocalDate day = terms.from(); !day.isAfter(terms.to()); day = day.plusDays(1)) {
                actual = actual.add(metric.on(day));
                weight += weights.of(day);
                days.add(new Day(
                        day,
                        day.isAfter(metric.lastDay()) ? null : actual,
                        figure == null ? null : figure.doubleValue() * weight / all));
            }
            return days;
        }

        private static LocalDate earlier(LocalDate one, LocalDate other) {
            return one.isBefore(other) ? one : other;
        }
    }
}
