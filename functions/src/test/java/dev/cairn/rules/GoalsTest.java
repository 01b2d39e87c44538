package dev.cairn.rules;

import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.VisitorKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** G3 to G5, F7 and F8 of goals. */
class GoalsTest {
    private static final String DAY = "2026-03-05";
    private static final String GOALS = """
            goals:
              each: {tier: micro, kind: secondary, match: {event: like}, value: event}
              a_visit: {tier: micro, kind: secondary, match: {event: like}, count: visit, value: event}
              a_day: {tier: micro, kind: secondary, match: {event: like}, count: day, value: event}
              fixed: {tier: micro, kind: secondary, match: {event: like}, count: day, value: {amount: "2.50", currency: USD}}
            """;

    private final Shop shop = new Shop(GOALS);

    private static Sent like(String at, String amount) {
        return event("like", at).value(amount);
    }

    @Test
    void G3_countEventVisitAndDayAndTheFirstEventsValue() {
        shop.send(
                        like("2026-03-05T10:01Z", "2"),
                        like("2026-03-05T10:00Z", "1"),
                        like("2026-03-05T12:01Z", "8"),
                        like("2026-03-05T12:00Z", "4"))
                .run();

        assertThat(shop.goal("each", DAY)).isEqualTo(List.of(4L, 1L));
        assertThat(shop.value("each", DAY)).isEqualTo("15 EUR");
        assertThat(shop.goal("a_visit", DAY)).isEqualTo(List.of(2L, 1L));
        assertThat(shop.value("a_visit", DAY)).isEqualTo("5 EUR");
        assertThat(shop.goal("a_day", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("a_day", DAY)).isEqualTo("1 EUR");
    }

    @Test
    void G3_withoutAVisitorDayAndVisitCountEveryEventAndNobodyIsAConverter() {
        shop.send(
                        like("2026-03-05T10:00Z", "1").by(VisitorKey.NOBODY),
                        like("2026-03-05T10:01Z", "2").by(VisitorKey.NOBODY))
                .run();

        assertThat(shop.goal("a_visit", DAY)).isEqualTo(List.of(2L, 0L));
        assertThat(shop.goal("a_day", DAY)).isEqualTo(List.of(2L, 0L));
        assertThat(shop.value("a_day", DAY)).isEqualTo("3 EUR");
    }

    @Test
    void G3_aFixedAmountHasItsOwnCurrency() {
        shop.send(like("2026-03-05T10:00Z", "1"), like("2026-03-05T10:00Z", "1").by(BOB))
                .run();

        assertThat(shop.value("fixed", DAY)).isEqualTo("5 USD");
    }

    @Test
    void G3_currenciesAreKeptApartAndDecimalsAddUpExactly() {
        shop.send(
                        like("2026-03-05T10:00Z", "0.10"),
                        like("2026-03-05T10:01Z", "0.20"),
                        like("2026-03-05T10:02Z", "7").value("7", "JPY"))
                .run();

        assertThat(shop.value("each", DAY)).isEqualTo("0.3 EUR, 7 JPY");
    }

    @Test
    void G4_anEventIsTaggedByThePlanVersionInForceWhenItWasReceived() {
        shop.send(like("2026-03-05T10:00Z", "1"));
        shop.pipeline.putPlan(Shop.plan(GOALS.replace("match: {event: like}, value: event", "match: {event: love}")));
        shop.send(
                        like("2026-03-05T11:00Z", "1").planVersion(2),
                        event("love", "2026-03-05T11:01Z").planVersion(2),
                        event("love", "2026-03-05T11:02Z").planVersion(2))
                .run();

        assertThat(shop.goal("each", DAY)).isEqualTo(List.of(3L, 1L));
        assertThat(shop.value("each", DAY)).isEqualTo("1 EUR");
        assertThat(shop.goal("a_visit", DAY)).isEqualTo(List.of(2L, 1L));
    }

    @Test
    void F7_aConversionHasTheChannelOfItsVisit() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z").referrer("https://www.google.com/"),
                        like("2026-03-05T10:01Z", "1").url("https://shop.example/?utm_source=a&utm_medium=email"),
                        like("2026-03-05T12:00Z", "1"),
                        like("2026-03-05T12:00Z", "1").by(VisitorKey.NOBODY))
                .run();

        var byChannel = shop.row("goals/by/channel", DAY);
        assertThat(byChannel.fieldNames()).toIterable().containsExactly("(none)", "direct", "organic_search");
        assertThat(byChannel.at("/organic_search/each/conversions").asInt()).isEqualTo(1);
        assertThat(byChannel.at("/(none)/each/converters").asInt()).isZero();
    }

    @Test
    void F7_aVisitorCountsOnceUnderEachValueAndWhatSaysNothingIsNotSet() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z").device("mobile"),
                        event("page_view", "2026-03-05T12:00Z").device("mobile"),
                        event("page_view", "2026-03-05T14:00Z").device("desktop"),
                        event("page_view", "2026-03-05T16:00Z"),
                        event("page_view", "2026-03-05T16:00Z").by(VisitorKey.NOBODY))
                .run();

        var byDevice = shop.row("overview/by/device", DAY);
        assertThat(byDevice.at("/mobile/visitors").asInt()).isEqualTo(1);
        assertThat(byDevice.at("/mobile/visits").asInt()).isEqualTo(2);
        assertThat(byDevice.at("/desktop/visitors").asInt()).isEqualTo(1);
        assertThat(byDevice.at("/(not set)/visits").asInt()).isEqualTo(1);
        assertThat(byDevice.at("/(none)/events").asInt()).isEqualTo(1);
        assertThat(byDevice.at("/(none)/visitors").asInt()).isZero();
        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 4L, 5L));
    }

    @Test
    void F7_theValuesOfADayAreCutTo500AndTheRestIsOther() {
        List<byte[]> batch = new ArrayList<>();
        IntStream.range(0, 502)
                .forEach(i -> batch.add(shop.record(event("page_view", "2026-03-05T10:00Z")
                        .by(visitor("v" + i))
                        .url("https://shop.example/" + "%03d".formatted(i)))));
        batch.add(shop.record(
                event("page_view", "2026-03-05T10:00Z").by(visitor("again")).url("https://shop.example/501")));
        shop.deliver(batch).run();

        var byPage = shop.row("overview/by/entry_page", DAY);
        assertThat(byPage).hasSize(501);
        assertThat(byPage.path("/501").path("visitors").asInt()).isEqualTo(2);
        assertThat(byPage.path("/498").path("visitors").asInt()).isEqualTo(1);
        assertThat(byPage.has("/499")).isFalse();
        assertThat(byPage.path("(other)").path("visitors").asInt()).isEqualTo(2);
        assertThat(shop.overview(DAY)).isEqualTo(List.of(503L, 503L, 503L));
    }

    @Test
    void F7_exactly500ValuesAreAllThere() {
        List<byte[]> batch = new ArrayList<>();
        IntStream.range(0, 500)
                .forEach(i -> batch.add(shop.record(event("page_view", "2026-03-05T10:00Z")
                        .by(visitor("v" + i))
                        .url("https://shop.example/" + i))));
        shop.deliver(batch).run();

        assertThat(shop.row("overview/by/entry_page", DAY)).hasSize(500);
        assertThat(shop.row("overview/by/entry_page", DAY).has("(other)")).isFalse();
    }

    private static VisitorKey visitor(String hash) {
        return new VisitorKey(dev.cairn.domain.event.LinkLevel.DEVICE, hash);
    }

    @Test
    void F8_namesWithTheirCountsKeysAndGoals() {
        shop.send(
                        like("2026-03-05T10:00Z", "1").prop("b", 1),
                        like("2026-03-05T10:01Z", "1").prop("a", "x"))
                .run();

        assertThat(shop.row("events", DAY))
                .hasToString("{\"like\":{\"count\":2,\"props\":[\"a\",\"b\"],"
                        + "\"goals\":[\"a_day\",\"a_visit\",\"each\",\"fixed\"]}}");
    }

    @Test
    void G5_arrivalOrderAndBatchBordersChangeNoRow() {
        List<Sent> events = List.of(
                like("2026-03-04T23:50Z", "1").url("https://shop.example/?utm_source=a&utm_medium=email"),
                like("2026-03-05T00:10Z", "2"),
                like("2026-03-05T00:39:59Z", "4"),
                like("2026-03-05T01:10Z", "8"),
                like("2026-03-05T10:00Z", "16").by(BOB));
        List<String> inOrder = rows(events);
        for (int seed = 0; seed < 8; seed++) {
            List<Sent> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(rows(shuffled)).as("seed " + seed).isEqualTo(inOrder);
        }
    }

    private static List<String> rows(List<Sent> events) {
        Shop other = new Shop(GOALS);
        events.forEach(event -> other.send(event).run());
        List<String> rows = new ArrayList<>();
        for (LocalDate day = LocalDate.parse("2026-03-04"); day.isBefore(LocalDate.parse("2026-03-06")); ) {
            for (String resource : List.of("overview", "overview/by/channel", "goals", "goals/by/channel", "events")) {
                rows.add(other.row(resource, day.toString()).toString());
            }
            day = day.plusDays(1);
        }
        return rows;
    }
}
