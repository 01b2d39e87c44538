package dev.cairn.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The history is plausible: it contains what a reader of the dashboard would look for. */
class DemoHistoryTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-01-28");
    private static final Map<LocalDate, List<DemoEvent>> DAYS = new TreeMap<>();
    private static DemoHistory history;

    @BeforeAll
    static void generate() {
        history = new DemoHistory(7, FIRST, Demo.ZONE);
        for (int day = 0; day <= DemoHistory.DAYS_BEFORE_TODAY; day++) {
            DAYS.put(FIRST.plusDays(day), history.nextDay());
        }
    }

    @Test
    void theSameSeedGivesTheSameMonth() {
        DemoHistory again = new DemoHistory(7, FIRST, Demo.ZONE);
        for (List<DemoEvent> day : DAYS.values()) {
            assertThat(again.nextDay()).isEqualTo(day);
        }
        assertThat(new DemoHistory(8, FIRST, Demo.ZONE).nextDay()).isNotEqualTo(DAYS.get(FIRST));
    }

    @Test
    void everyEventIsOnItsDayInOrderAndHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        DAYS.forEach((day, events) -> {
            assertThat(events).extracting(DemoEvent::at).isSorted();
            for (DemoEvent event : events) {
                assertThat(LocalDate.ofInstant(Instant.ofEpochMilli(event.at()), Demo.ZONE))
                        .isEqualTo(day);
                assertThat(ids.add(event.json().path("id").asText())).isTrue();
            }
        });
        assertThat(ids.size()).isBetween(45_000, 70_000);
    }

    @Test
    void weekendsAreQuieter() {
        assertThat(mean(DayOfWeek.SATURDAY)).isLessThan(0.95 * mean(DayOfWeek.TUESDAY));
    }

    @Test
    void someConsentAndSomeDoNot() {
        long consenting = all().stream().filter(event -> event.has("visitor")).count();

        assertThat(consenting).isBetween(all().size() * 50L / 100, all().size() * 75L / 100);
        assertThat(all()).filteredOn(event -> event.has("user")).hasSizeGreaterThan(100);
    }

    @Test
    void manyComeBackOnOtherDaysAndWeeks() {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        DAYS.forEach((day, events) -> events.forEach(event -> {
            if (event.json().has("visitor")) {
                days.computeIfAbsent(event.json().path("visitor").asText(), unseen -> new HashSet<>())
                        .add(day);
            }
        }));

        assertThat(days.values().stream().filter(seen -> seen.size() > 1).count())
                .isGreaterThan(days.size() / 6);
        assertThat(days.values().stream()
                        .filter(seen -> seen.stream().anyMatch(day -> seen.contains(day.plusDays(14))))
                        .count())
                .isPositive();
    }

    @Test
    void eachFunnelStepIsSmallerThanTheOneBefore() {
        long views = count("view_item");
        long carts = count("add_to_cart");
        long checkouts = count("begin_checkout");
        long purchases = count("purchase");

        assertThat(views).isGreaterThan(2 * carts);
        assertThat(carts).isGreaterThan(checkouts);
        assertThat(checkouts).isGreaterThan(purchases);
        assertThat(purchases).isGreaterThan(200);
        assertThat(count("refund")).isBetween(1L, purchases / 10);
    }

    @Test
    void someOrdersComeOnALaterDayThanTheCart() {
        Map<String, Long> lastCart = new HashMap<>();
        int later = 0;
        for (JsonNode event : all()) {
            String visitor = event.path("visitor").asText();
            if (event.path("name").asText().equals("add_to_cart")) {
                lastCart.put(visitor, event.path("at").asLong());
            } else if (event.path("name").asText().equals("purchase")
                    && !visitor.isEmpty()
                    && lastCart.containsKey(visitor)
                    && event.path("at").asLong() - lastCart.get(visitor) > 86_400_000L) {
                later++;
            }
        }
        assertThat(later).isGreaterThan(20);
    }

    @Test
    void noVideoStartsFromATuesdayToTheNextMorning() {
        DemoOutage outage = history.videoOutage();
        for (JsonNode event : all()) {
            String name = event.path("name").asText();
            boolean during = outage.holdsAt(event.path("at").asLong());
            assertThat(name.equals("video_start") && during).isFalse();
            assertThat(name.equals("video_error") && !during).isFalse();
        }
        assertThat(count("video_error")).isGreaterThan(10);
        assertThat(LocalDate.ofInstant(outage.from(), Demo.ZONE).getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
        assertThat(LocalDate.ofInstant(outage.until(), Demo.ZONE))
                .isBefore(FIRST.plusDays(DemoHistory.DAYS_BEFORE_TODAY));
    }

    @Test
    void subscribersBuyMoreOftenAfterwardsAndSharersDoNot() {
        double others = buyingAfter("page_view");

        assertThat(buyingAfter("form_submit")).isGreaterThan(1.3 * others);
        assertThat(buyingAfter("share")).isBetween(0.7 * others, 1.4 * others);
    }

    @Test
    void visitorsWhoSeekAJobDoNotBuy() {
        Set<String> seekers = new HashSet<>();
        Set<String> buyers = new HashSet<>();
        all().forEach(event -> {
            if (event.path("context").path("url").asText().contains("/jobs")) {
                seekers.add(event.path("context").path("ip").asText()
                        + event.path("visitor").asText());
            }
            if (event.path("name").asText().equals("purchase")) {
                buyers.add(event.path("context").path("ip").asText()
                        + event.path("visitor").asText());
            }
        });
        seekers.removeIf(seeker -> !seeker.contains("d-"));

        assertThat(seekers).hasSizeGreaterThan(100).doesNotContainAnyElementsOf(buyers);
    }

    /** The share of consenting visitors with such an event in their first hours who bought on a later day. */
    private static double buyingAfter(String name) {
        Map<String, Long> first = new HashMap<>();
        Map<String, Long> came = new HashMap<>();
        Set<String> bought = new HashSet<>();
        for (JsonNode event : all()) {
            String visitor = event.path("visitor").asText();
            long at = event.path("at").asLong();
            came.putIfAbsent(visitor, at);
            if (event.path("name").asText().equals(name)
                    && at - came.get(visitor) < 43_200_000L
                    && !event.path("props").path("form").asText().equals("quote")) {
                first.putIfAbsent(visitor, at);
            }
            if (event.path("name").asText().equals("purchase")
                    && first.containsKey(visitor)
                    && at - came.get(visitor) > 43_200_000L) {
                bought.add(visitor);
            }
        }
        return (double) bought.size() / first.size();
    }

    @Test
    void thereIsSomethingOfEverything() {
        for (String name : List.of(
                "page_view",
                "engagement",
                "add_to_wishlist",
                "sign_up",
                "form_start",
                "form_submit",
                "form_error",
                "file_download",
                "outbound_click",
                "share",
                "video_complete")) {
            assertThat(count(name)).as(name).isPositive();
        }
        assertThat(all())
                .anyMatch(event -> event.path("context").path("url").asText().contains("utm_medium=cpc"));
        assertThat(all())
                .anyMatch(
                        event -> event.path("context").path("referrer").asText().contains("chatgpt"));
        assertThat(all())
                .anyMatch(event ->
                        event.path("context").path("user_agent").asText().contains("Googlebot"));
    }

    private static List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        DAYS.values().forEach(events -> events.forEach(event -> all.add(event.json())));
        return all;
    }

    private static double mean(DayOfWeek weekday) {
        return DAYS.entrySet().stream()
                .filter(day -> day.getKey().getDayOfWeek() == weekday)
                .mapToInt(day -> day.getValue().size())
                .average()
                .orElseThrow();
    }

    private static long count(String name) {
        return DAYS.values().stream().mapToLong(events -> count(events, name)).sum();
    }

    private static long count(List<DemoEvent> events, String name) {
        return events.stream()
                .filter(event -> event.json().path("name").asText().equals(name))
                .count();
    }
}
