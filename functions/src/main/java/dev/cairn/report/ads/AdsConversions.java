package dev.cairn.report.ads;

import dev.cairn.domain.event.Money;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.store.ItemStore;
import dev.cairn.store.audience.AdConversionEntry;
import dev.cairn.store.audience.AdConversionEntry.AdConversion;
import dev.cairn.store.audience.MemberEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conversions in a range of days that are exported to an ad platform, and the number left out by reason. Together
 * they are all conversions of goals with {@code ads} (N9.1, N9.7).
 */
final class AdsConversions {
    /** The platform may not have recorded more recent clicks yet. */
    private static final Duration YOUNGEST_CLICK = Duration.ofHours(24);

    /**
     * A value that a spreadsheet would interpret as a formula; the files have no protection against formulas (N9.3).
     */
    private static final Pattern FORMULA = Pattern.compile("[-=+@].*");

    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::at).thenComparing(Row::orderId).thenComparing(Row::name);

    private final ItemStore items;
    private final Clock clock;

    AdsConversions(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    private LocalDate today(Site site) {
        return site.zones().dayOf(clock.millis());
    }

    /**
     * A conversion as a row of the file.
     *
     * @param click the click id's value
     * @param at epoch milliseconds
     */
    record Row(String click, String name, long at, @Nullable Money value, String orderId) {
        /** Omits the click id. */
        @Override
        public String toString() {
            return orderId;
        }
    }

    /**
     * A refund as a row of the file.
     *
     * @param value the conversion's remaining value; null if nothing remains
     */
    record Adjustment(
            String orderId, String name, long at, @Nullable Money value) {}

    /**
     * The rows, and the number of conversions without a row, by reason.
     *
     * @param clicks whether there is a conversion with a click of any kind on these days
     */
    record Found(List<Row> rows, Map<String, Long> leftOut, boolean clicks) {
        String accounts() {
            return leftOut.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Returns the conversions in a range.
     *
     * @param kind the kind of click: {@code gclid}, {@code gbraid} or {@code wbraid}
     * @param asOf the time of the last run, epoch milliseconds
     */
    Found conversions(Site site, DayRange range, String kind, long asOf) {
        Map<String, Long> withdrawn = withdrawn(site, range.from(), today(site));
        List<Row> rows = new ArrayList<>();
        Map<String, Long> leftOut = new TreeMap<>(Map.of(
                "held_back",
                0L,
                "no_click",
                0L,
                "no_consent",
                0L,
                "other_click",
                0L,
                "too_old",
                0L,
                "unsafe_value",
                0L));
        boolean[] clicks = {false};
        forEach(site, range, (name, entry) -> {
            AdConversion conversion = entry.conversion();
            if (entry.leftOut() != null) {
                leftOut.merge(entry.leftOut().reason(), entry.leftOut().conversions(), Long::sum);
            } else if (conversion != null && conversion.counts()) {
                clicks[0] = true;
                String reason = reason(conversion, kind, withdrawn, asOf);
                if (reason == null) {
                    rows.add(new Row(
                            conversion.click().value(),
                            name,
                            conversion.at(),
                            conversion.value(),
                            conversion.orderId()));
                } else {
                    leftOut.merge(reason, 1L, Long::sum);
                }
            }
        });
        rows.sort(ORDER);
        return new Found(rows, leftOut, clicks[0]);
    }

    private static @Nullable String reason(
            AdConversion conversion, String kind, Map<String, Long> withdrawn, long asOf) {
        if (isWithdrawn(conversion, withdrawn)) {
            return "no_consent";
        }
        if (!conversion.click().name().equals(kind)) {
            return "other_click";
        }
        if (FORMULA.matcher(conversion.click().value()).matches()) {
            return "unsafe_value";
        }
        return conversion.clickAt() > asOf - YOUNGEST_CLICK.toMillis() ? "held_back" : null;
    }

    private static boolean isWithdrawn(AdConversion conversion, Map<String, Long> withdrawn) {
        return conversion.clickAt() <= withdrawn.getOrDefault(conversion.member(), Long.MIN_VALUE);
    }

    /**
     * Returns the refunds in a range that concern conversions which may have been exported.
     *
     * @param oldest the maximum age of a conversion at its refund
     */
    List<Adjustment> adjustments(Site site, DayRange range, Duration oldest) {
        DayRange converted = new DayRange(range.from().minusDays(oldest.toDays() + 1), range.to());
        Map<String, Long> withdrawn = withdrawn(site, converted.from(), today(site));
        List<Adjustment> adjustments = new ArrayList<>();
        forEach(site, converted, (name, entry) -> {
            AdConversion conversion = entry.conversion();
            if (conversion != null && !isWithdrawn(conversion, withdrawn)) {
                conversion.adjustments().stream()
                        .filter(each -> range.contains(site.zones().dayOf(each.at())))
                        .filter(each -> each.at() - conversion.at() <= oldest.toMillis())
                        .forEach(each ->
                                adjustments.add(new Adjustment(conversion.orderId(), name, each.at(), each.left())));
            }
        });
        adjustments.sort(Comparator.comparingLong(Adjustment::at)
                .thenComparing(Adjustment::orderId)
                .thenComparing(Adjustment::name));
        return adjustments;
    }

    private interface Each {
        void take(String name, AdConversionEntry entry);
    }

    /** Visits the entries of goals that the current plan exports, with their conversion names in the plan. */
    private void forEach(Site site, DayRange range, Each each) {
        for (LocalDate day : range.until(range.to())) {
            AdConversionEntry.lists(items).forEach(site.id(), day, entry -> {
                var goal = site.goals().get(entry.goal());
                if (goal != null && goal.ads() != null) {
                    each.take(goal.ads().name(), entry);
                }
            });
        }
    }

    /** The time at which each visitor last withdrew consent, over all days from {@code from} on. */
    private Map<String, Long> withdrawn(Site site, LocalDate from, LocalDate today) {
        Map<String, Long> withdrawn = new HashMap<>();
        LocalDate end = today.plusDays(2);
        from.datesUntil(from.isAfter(end) ? from : end)
                .forEach(day -> MemberEntry.lists(items).forEach(site.id(), day, entry -> {
                    long at = entry.withdrawnAt() == null ? Long.MIN_VALUE : entry.withdrawnAt();
                    withdrawn.merge(entry.member(), at, Math::max);
                    entry.devices().forEach(device -> withdrawn.merge(device, at, Math::max));
                }));
        return withdrawn;
    }
}
