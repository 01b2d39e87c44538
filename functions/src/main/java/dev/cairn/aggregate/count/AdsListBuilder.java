package dev.cairn.aggregate.count;

import dev.cairn.domain.audience.AdConsent;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.order.OrderDeduplicator.Adjustment;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.store.Hashes;
import dev.cairn.store.Hmac;
import dev.cairn.store.audience.AdConversionEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the entries of a bucket's list of conversions ({@link AdConversionEntry}) while the bucket is counted. */
final class AdsListBuilder {
    static final String NO_CONSENT = "no_consent";
    static final String NO_CLICK = "no_click";
    static final String TOO_OLD = "too_old";

    /** The click ids that Google accepts. */
    private static final List<String> GOOGLE = List.of("gclid", "gbraid", "wbraid");

    private static final int ORDER_ID_BYTES = 8;

    private final String site;
    private final LocalDate day;
    private final Set<String> goals;
    private final List<AdConversionEntry> entries = new ArrayList<>();
    private final Map<String, Map<String, Long>> leftOut = new TreeMap<>();

    /** @param goals the goals whose conversions are passed to ad platforms */
    AdsListBuilder(String site, LocalDate day, Set<String> goals) {
        this.site = site;
        this.day = day;
        this.goals = goals;
    }

    void add(VisitorKey visitor, TaggedPerson person) {
        TaggedDay tagged =
                person.days().getOrDefault(day, PersonTagger.Day.NOTHING).tagged();
        List<Conversion> conversions = tagged.conversions().stream()
                .filter(each -> goals.contains(each.goal()))
                .toList();
        List<TaggedDay.AdjustedEvent> refunded = tagged.adjusted().stream()
                .filter(each -> goals.contains(each.goal().id()))
                .filter(each -> each.adjustments().getLast().left() == null)
                .toList();
        if (conversions.isEmpty() && refunded.isEmpty()) {
            return;
        }
        AdConsent consent = AdConsent.of(MemberListBuilder.events(person));
        for (Conversion each : conversions) {
            StoredEvent event = tagged.events().get(each.event()).event();
            Optional<String> reason = reason(visitor, event, consent);
            if (reason.isPresent()) {
                leftOut.computeIfAbsent(each.goal(), any -> new TreeMap<>()).merge(reason.get(), 1L, Long::sum);
            } else {
                add(visitor, each.goal(), event, consent, each.value(), adjustments(tagged, each));
            }
        }
        for (TaggedDay.AdjustedEvent each : refunded) {
            StoredEvent event = tagged.events().get(each.event()).event();
            if (reason(visitor, event, consent).isEmpty()) {
                add(visitor, each.goal().id(), event, consent, null, amounts(each));
            }
        }
    }

    /** Why the event's conversion is not passed to ad platforms; empty if it is. */
    private static Optional<String> reason(VisitorKey visitor, StoredEvent event, AdConsent consent) {
        if (!AdConsent.consents(event) || event.at() <= consent.withdrawnAt()) {
            return Optional.of(NO_CONSENT);
        }
        Optional<AdConsent.Click> click = visitor.linkable() ? consent.latest(event.at(), GOOGLE) : Optional.empty();
        if (click.isEmpty()) {
            return Optional.of(NO_CLICK);
        }
        return click.get().at() < event.at() - AdConsent.CLICK_MILLIS ? Optional.of(TOO_OLD) : Optional.empty();
    }

    /** If the conversion no longer counts, the value is null and the last adjustment reverses everything. */
    private void add(
            VisitorKey visitor,
            String goal,
            StoredEvent event,
            AdConsent consent,
            @Nullable Money value,
            List<Adjustment> adjustments) {
        AdConsent.Click click = consent.latest(event.at(), GOOGLE).orElseThrow();
        boolean counts = adjustments.isEmpty() || adjustments.getLast().left() != null;
        entries.add(new AdConversionEntry(
                goal,
                new AdConversionEntry.AdConversion(
                        visitor.toString(),
                        orderId(goal, event),
                        event.at(),
                        value,
                        click.id(),
                        click.at(),
                        counts,
                        adjustments),
                null));
    }

    private static List<Adjustment> adjustments(TaggedDay tagged, Conversion conversion) {
        return tagged.adjusted().stream()
                .filter(each ->
                        each.event() == conversion.event() && each.goal().id().equals(conversion.goal()))
                .findFirst()
                .map(AdsListBuilder::amounts)
                .orElse(List.of());
    }

    /** The adjustments to the goal's value: a fixed value changes only when everything is reversed. */
    private static List<Adjustment> amounts(TaggedDay.AdjustedEvent adjusted) {
        return adjusted.adjustments().stream()
                .filter(each -> each.left() == null
                        || each.left().equals(adjusted.goal().value().of(each.left())))
                .toList();
    }

    /** N9.5: not the shop's order number, and the same in every count, whatever the plan version. */
    private String orderId(String goal, StoredEvent event) {
        String what = event.order() == null
                ? "event " + Hashes.text(event.id().bits())
                : "order " + event.order().text();
        byte[] hash = Hashes.sha256(Hmac.lengthPrefixed(site, goal, what));
        return HexFormat.of().formatHex(hash, 0, ORDER_ID_BYTES);
    }

    List<AdConversionEntry> entries() {
        List<AdConversionEntry> all = new ArrayList<>(entries);
        leftOut.forEach((goal, reasons) -> reasons.forEach((reason, conversions) ->
                all.add(new AdConversionEntry(goal, null, new AdConversionEntry.LeftOut(reason, conversions)))));
        return all;
    }
}
