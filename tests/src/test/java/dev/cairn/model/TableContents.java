package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The contents of a site's tables, independent of the time and order of writing: the figures of each row, each event of
 * each visitor day with its copies and tags, each index, each claim. Excludes revisions, pages and intermediate state.
 */
record TableContents(Map<String, Object> byPlace) {
    private static final List<String> AS_THEY_ARE = List.of("journey#", "order#", "time#", "averages#");
    private static final String ROW = "row#";

    /** @param to last day */
    static TableContents of(MemoryItemStore items, String site, LocalDate from, LocalDate to) {
        Map<String, Object> byPlace = new TreeMap<>();
        for (Item item : items.all()) {
            String partition = item.key().partition();
            String place = partition + " " + item.key().sort();
            if (partition.startsWith(ROW)) {
                JsonNode figures = Json.read(item.body(), JsonNode.class).path("figures");
                if (!isNothing(figures)) {
                    byPlace.put(place, figures);
                }
            } else if (AS_THEY_ARE.stream().anyMatch(partition::startsWith)) {
                byPlace.put(place, item.body());
            }
        }
        VisitorDayStore days = new VisitorDayStore(items, Clock.systemUTC());
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            for (int bucket = 0; bucket < days.buckets(site, day); bucket++) {
                String where = "day " + day + " ";
                days.bucket(site, day, bucket)
                        .forEach((visitor, loaded) -> addEvents(where + visitor + " ", loaded, byPlace));
            }
        }
        return new TableContents(byPlace);
    }

    /** Whether a row has only zeros: it is kept where there once was a figure, and otherwise never written. */
    private static boolean isNothing(JsonNode figures) {
        if (figures.isContainerNode()) {
            for (JsonNode child : figures) {
                if (!isNothing(child)) {
                    return false;
                }
            }
            return true;
        }
        return figures.isNumber() && figures.asDouble() == 0;
    }

    private static void addEvents(String visitorDay, Loaded loaded, Map<String, Object> byPlace) {
        loaded.day()
                .kept()
                .forEach(kept -> byPlace.put(
                        visitorDay + kept.event().id(), List.of(kept.event(), new HashSet<>(kept.copies()))));
    }

    /** The number of places with this prefix. */
    long count(String prefix) {
        return byPlace.keySet().stream()
                .filter(place -> place.startsWith(prefix))
                .count();
    }

    /** A line for each place with different contents. */
    List<String> differences(TableContents other) {
        TreeSet<String> places = new TreeSet<>(byPlace.keySet());
        places.addAll(other.byPlace.keySet());
        return places.stream()
                .filter(place -> !Objects.equals(byPlace.get(place), other.byPlace.get(place)))
                .map(place -> place + ": " + byPlace.get(place) + ", but there " + other.byPlace.get(place))
                .toList();
    }
}
