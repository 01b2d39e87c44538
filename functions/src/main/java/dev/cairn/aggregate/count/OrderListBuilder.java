package dev.cairn.aggregate.count;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.store.audience.OrderEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the entries of a bucket's list of orders ({@link OrderEntry}) while the bucket is counted. */
final class OrderListBuilder {
    private final LocalDate day;
    private final Set<String> goals;
    private final List<OrderEntry> entries = new ArrayList<>();

    /** @param goals that count orders */
    OrderListBuilder(LocalDate day, Set<String> goals) {
        this.day = day;
        this.goals = goals;
    }

    void add(TaggedPerson person) {
        if (goals.isEmpty()) {
            return;
        }
        TaggedDay tagged =
                person.days().getOrDefault(day, PersonTagger.Day.NOTHING).tagged();
        tagged.conversions().stream()
                .filter(each -> goals.contains(each.goal()))
                .forEach(each -> add(tagged, each.event(), each.goal(), each.value(), each.verified()));
        tagged.adjusted().stream()
                .filter(each -> goals.contains(each.goal().id()))
                .filter(each -> each.adjustments().getLast().left() == null)
                .forEach(each -> addRefunded(tagged, each));
    }

    private void add(TaggedDay tagged, int event, String goal, @Nullable Money value, boolean verified) {
        entries.add(entry(tagged, event, goal, value, false, verified));
    }

    private void addRefunded(TaggedDay tagged, TaggedDay.AdjustedEvent refunded) {
        int event = refunded.event();
        boolean server = tagged.events().get(event).event().server();
        entries.add(entry(tagged, event, refunded.goal().id(), null, true, server));
    }

    private static OrderEntry entry(
            TaggedDay tagged, int index, String goal, @Nullable Money value, boolean refunded, boolean verified) {
        TaggedDay.TaggedEvent event = tagged.events().get(index);
        return new OrderEntry(
                goal,
                event.event().order() == null ? null : event.event().order().text(),
                event.event().at(),
                value,
                event.visit() < 0
                        ? null
                        : tagged.visits().get(event.visit()).touch().channel(),
                refunded,
                verified);
    }

    List<OrderEntry> entries() {
        return List.copyOf(entries);
    }
}
