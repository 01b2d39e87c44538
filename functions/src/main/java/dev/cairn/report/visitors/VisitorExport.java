package dev.cairn.report.visitors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.order.OrderDeduplicator;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.PlainNumbers;
import dev.cairn.report.api.TableResponse;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.UnreadableObjectException;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.statistic.BaselineAverages;
import dev.cairn.store.visitor.PersonReader;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import dev.cairn.store.work.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Exports everything stored about a visitor, record by record: the stored fields of each event, journeys, claims,
 * quarantined records, and the events as archived. From connected devices and users it includes only the visitor's own
 * data (I3).
 */
final class VisitorExport {
    private final Site site;
    private final Set<VisitorKey> names;
    private final Dependencies dependencies;
    private final VisitorDayStore visitorDays;
    private final Map<VisitorKey, VisitorIndex> indexes = new TreeMap<>(VisitorKey.BY_TEXT);
    private final PersonReader reader;
    private final SiteGoals siteGoals;
    private final PersonTagger tagger;
    private final Set<Instant> hours = new TreeSet<>();
    private final List<TableResponse.Row> rows = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    VisitorExport(Site site, Set<VisitorKey> names, PlanRepository plans, Dependencies dependencies) {
        this.site = site;
        this.names = names;
        this.dependencies = dependencies;
        this.visitorDays = new VisitorDayStore(dependencies.items(), dependencies.clock());
        this.reader = new PersonReader(site.id(), dependencies.items(), visitorDays);
        this.siteGoals = new SiteGoals(plans, site.id());
        BaselineAverages averages = new BaselineAverages(dependencies.items());
        this.tagger = new PersonTagger(new PersonTagger.Rules(
                siteGoals,
                siteGoals::excludes,
                day -> averages.stored(site.id(), day, day).stream()
                        .findFirst()
                        .orElse(TaggingContext.Averages.UNKNOWN),
                site.zones()::endOf));
        names.forEach(name -> indexes.put(name, reader.index(name)));
        List.copyOf(indexes.values())
                .forEach(index -> index.connected().forEach(other -> indexes.put(other, reader.index(other))));
    }

    /** The link levels under which the visitor is known, each with the number of connected devices and users. */
    List<Map<String, Object>> knownAs() {
        return names.stream()
                .map(name -> {
                    VisitorIndex index = Objects.requireNonNull(indexes.get(name));
                    Map<String, Object> known = new TreeMap<>();
                    known.put("link", name.link().name().toLowerCase(java.util.Locale.ROOT));
                    known.put("devices", index.devices().size());
                    known.put("users", index.users().size());
                    if (index.tombstone().at() > 0) {
                        known.put(
                                "erased_until",
                                Instant.ofEpochMilli(index.tombstone().at()).toString());
                    }
                    return known;
                })
                .toList();
    }

    /** Sorted by the event's day, then by kind and time. */
    List<TableResponse.Row> rows(DayRange range) {
        Map<Id, Loaded> stored = new LinkedHashMap<>();
        indexes.keySet()
                .forEach(home -> stored.putAll(visitorDays.load(range.from()
                        .datesUntil(range.to().plusDays(1))
                        .map(day -> new Id(site.id(), day, home))
                        .toList())));
        // The index of a visitor seen on only one day may not list that day.
        stored.forEach((id, loaded) -> {
            if (!loaded.pages().isEmpty()) {
                reader.take(id.day(), Map.of(id.visitor(), loaded));
            }
        });
        Set<VisitorKey> everybody = new HashSet<>(names);
        indexes.keySet().stream().filter(home -> home.link() == LinkLevel.USER).forEach(everybody::add);
        Set<StoredEvent.EventSource> counting = new HashSet<>();
        reader.read(everybody)
                .days()
                .values()
                .forEach(days ->
                        days.values().forEach(day -> day.events().forEach(event -> counting.add(event.copy()))));
        stored.forEach((id, loaded) -> stored(id, loaded, counting));
        resolved(range);
        aside(range);
        archived(range);
        rows.sort(Comparator.comparing(TableResponse.Row::date).thenComparing(TableResponse.Row::key));
        return rows;
    }

    private void stored(Id id, Loaded loaded, Set<StoredEvent.EventSource> counting) {
        for (StoredEvent copy : loaded.day().copies()) {
            if (isTheirs(id.visitor(), copy.device(), copy.key())) {
                String key = copy.at() + copy.copy().delivery() + copy.copy().position();
                add(id.day(), "stored", key, row(copy, counting.contains(copy.copy())));
                hours.add(Instant.ofEpochMilli(copy.copy().receivedAt()).truncatedTo(ChronoUnit.HOURS));
            }
        }
    }

    private boolean isTheirs(VisitorKey home, @Nullable DeviceHash device, EventOrderKey event) {
        return names.contains(home)
                || device != null && names.contains(device.visitor())
                || home.link() == LinkLevel.DEVICE
                        && reader.owners(home)
                                .ownerAt(event)
                                .filter(names::contains)
                                .isPresent();
    }

    private static ObjectNode row(StoredEvent copy, boolean counts) {
        ObjectNode row = Json.MAPPER
                .createObjectNode()
                .put("at", Instant.ofEpochMilli(copy.at()).toString())
                .put(
                        "received_at",
                        Instant.ofEpochMilli(copy.copy().receivedAt()).toString())
                .put("name", copy.name())
                .put("counts", counts)
                .put("host", copy.host())
                .put("page", copy.page())
                .put("channel", copy.touch().channel());
        copy.matches().stream()
                .filter(GoalMatch::isUnconditional)
                .map(GoalMatch::goal)
                .sorted()
                .forEach(row.putArray("goals")::add);
        // It is not stored whether the visit meets the conditions of the other goals.
        copy.matches().stream()
                .filter(match -> !match.isUnconditional())
                .map(GoalMatch::goal)
                .filter(goal -> !copy.matches().contains(GoalMatch.unconditional(goal)))
                .distinct()
                .sorted()
                .forEach(row.putArray("goals_with_visit")::add);
        if (copy.value() != null) {
            row.put("value", copy.value().amount().toPlainString())
                    .put("currency", copy.value().currency());
        }
        copy.props().forEach(row.putObject("props")::put);
        if (copy.click() != null) {
            row.put("click", copy.click().name()).put("click_id", copy.click().value());
        }
        return row.put("order", copy.order() != null).put("ads_consent", copy.ads());
    }

    /** The events as the statistics resolve them. */
    private void resolved(DayRange range) {
        PersonReader.Persons persons = reader.read(names);
        OrderDeduplicator ordersOfAll = persons.orders(siteGoals);
        persons.days()
                .forEach((name, days) -> tagger.tag(name, days, ordersOfAll)
                        .days()
                        .forEach((day, resolved) -> {
                            if (range.contains(day)
                                    && !resolved.personDay().kept().isEmpty()) {
                                journey(name, day, resolved.tagged());
                            }
                        }));
    }

    private void journey(VisitorKey name, LocalDate day, TaggedDay tagged) {
        ObjectNode row =
                Json.MAPPER.createObjectNode().put("visits", tagged.visits().size());
        tagged.events().stream()
                .flatMap(event -> event.goals().stream())
                .distinct()
                .sorted()
                .forEach(row.putArray("goals")::add);
        add(day, "journey", name.toString(), row);
        for (TaggedDay.TaggedEvent each : tagged.events()) {
            StoredEvent event = each.event();
            List<String> contended = event.matches().stream()
                    .filter(GoalMatch::isUnconditional)
                    .map(GoalMatch::goal)
                    .filter(goal -> siteGoals
                            .goal(event.planVersion(), goal)
                            .filter(found -> found.count() == CountingMethod.ORDER)
                            .isPresent())
                    .sorted()
                    .toList();
            if (event.order() != null && !event.refund() && !contended.isEmpty()) {
                ObjectNode claim = Json.MAPPER
                        .createObjectNode()
                        .put("at", Instant.ofEpochMilli(event.at()).toString());
                contended.forEach(claim.putArray("goals")::add);
                add(day, "order_claim", event.order().text(), claim);
            }
        }
    }

    private void aside(DayRange range) {
        Quarantine quarantine = new Quarantine(dependencies.items(), dependencies.clock());
        for (Quarantine.Kept entry : quarantine.list(site.id(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31))) {
            quarantine.payload(site.id(), entry).ifPresent(record -> sent("quarantined", entry.id(), record, range));
        }
    }

    private void archived(DayRange range) {
        Set<String> keys = new TreeSet<>();
        hours.forEach(hour -> keys.addAll(dependencies.archive().list(hour, hour.plus(Duration.ofHours(1)))));
        for (String key : keys) {
            try (Stream<byte[]> records = dependencies.archive().read(key)) {
                records.forEach(record -> sent("archived", key, record, range));
            } catch (UnreadableObjectException damaged) {
                unreadable.add(key);
            }
        }
    }

    /** Keys of archive objects that could not be searched completely; available after {@link #rows}. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Adds the visitor's events in a record, as sent and scrubbed. */
    private void sent(String as, String key, byte[] record, DayRange range) {
        Delivery delivery;
        try {
            delivery = DeliveryCodec.read(record);
        } catch (IllegalArgumentException notADelivery) {
            return;
        }
        if (!delivery.site().equals(site.id())) {
            return;
        }
        JsonNode events = Json.read(new String(record, java.nio.charset.StandardCharsets.UTF_8), JsonNode.class)
                .path("events");
        for (int i = 0; i < delivery.events().size(); i++) {
            AcceptedEvent event = delivery.events().get(i);
            LocalDate day = site.zones().dayOf(event.at());
            if (range.contains(day) && isTheirs(delivery.visitor(), delivery.device(), Hashes.orderKey(event))) {
                ObjectNode row = Json.MAPPER
                        .createObjectNode()
                        .put(
                                "received_at",
                                Instant.ofEpochMilli(delivery.receivedAt()).toString());
                row.set("event", PlainNumbers.in(events.get(i)));
                add(day, as, key + "#" + delivery.id() + "#" + "%04d".formatted(i), row);
            }
        }
    }

    private void add(LocalDate day, String as, String key, ObjectNode content) {
        ObjectNode row =
                Json.MAPPER.createObjectNode().put("date", day.toString()).put("as", as);
        row.setAll(content);
        rows.add(new TableResponse.Row(day.toString(), as + "#" + key, () -> row));
    }

    /** The columns of a table. */
    static ObjectNode blank(LocalDate day) {
        ObjectNode blank = Json.MAPPER.createObjectNode().put("date", day.toString());
        List.of("as", "at", "received_at", "name", "counts", "page", "channel", "value", "currency", "order")
                .forEach(blank::putNull);
        return blank;
    }
}
