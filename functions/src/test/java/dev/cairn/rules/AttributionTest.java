package dev.cairn.rules;

import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** F7: the visit that gets the credit for a conversion, through stored visitor days and journeys. */
class AttributionTest {
    private static final String DAY = "2026-03-10";
    private static final String MAIL = "https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=spring";
    private static final String SEARCH = "https://www.google.com/";
    private static final String PLAN = """
            goals:
              buy: {tier: macro, match: {event: buy}, value: event}
            """;

    private final Shop shop = new Shop(PLAN);

    private static Sent direct(String at) {
        return event("page_view", at).url("https://shop.example/");
    }

    private static Sent mail(String at) {
        return event("page_view", at).url(MAIL);
    }

    private static Sent search(String at) {
        return event("page_view", at).url("https://shop.example/").referrer(SEARCH);
    }

    private static Sent buy(String at) {
        return event("buy", at).url("https://shop.example/done");
    }

    /** Each value with its conversions and converters. */
    private List<String> by(String attribution, String dimension) {
        return by(attribution, dimension, DAY);
    }

    private List<String> by(String attribution, String dimension, String day) {
        List<String> values = new ArrayList<>();
        JsonNode row = shop.row("goals" + attribution + "/by/" + dimension, day);
        row.properties().forEach(each -> {
            JsonNode goal = each.getValue().path("buy");
            values.add(each.getKey() + " " + goal.path("conversions") + " " + goal.path("converters"));
        });
        return values;
    }

    @Test
    void F7_theVisitTheLastThatWasNotDirectAndTheFirst() {
        shop.send(
                        search("2026-03-01T10:00Z"),
                        mail("2026-03-05T10:00Z"),
                        direct("2026-03-08T10:00Z"),
                        direct("2026-03-10T09:00Z"),
                        buy("2026-03-10T09:01Z"))
                .run();

        assertThat(by("", "channel")).containsExactly("direct 1 1");
        assertThat(by("_last_non_direct", "channel")).containsExactly("email 1 1");
        assertThat(by("_last_non_direct", "source")).containsExactly("news 1 1");
        assertThat(by("_last_non_direct", "medium")).containsExactly("email 1 1");
        assertThat(by("_last_non_direct", "campaign")).containsExactly("spring 1 1");
        assertThat(by("_first_touch", "channel")).containsExactly("organic_search 1 1");
        assertThat(by("_first_touch", "source")).containsExactly("google 1 1");
        assertThat(by("_first_touch", "campaign")).containsExactly("(not set) 1 1");
    }

    @Test
    void F7_aVisitCountsFrom30LocalDaysBeforeTheConversionsDayOn() {
        shop.send(
                        mail("2026-02-08T00:00Z"),
                        buy("2026-03-10T23:59Z"),
                        mail("2026-02-07T23:59Z").by(BOB),
                        direct("2026-02-09T10:00Z").by(BOB),
                        buy("2026-03-10T10:00Z").by(BOB))
                .run();

        assertThat(by("_last_non_direct", "channel")).containsExactly("direct 1 1", "email 1 1");
        assertThat(by("_first_touch", "channel")).containsExactly("direct 1 1", "email 1 1");
    }

    @Test
    void F7_aVisitAfterTheConversionsGetsNoCredit() {
        shop.send(
                        direct("2026-03-10T08:00Z"),
                        buy("2026-03-10T08:01Z"),
                        mail("2026-03-10T09:00Z"),
                        direct("2026-03-10T10:00Z"),
                        buy("2026-03-10T10:01Z"))
                .run();

        assertThat(by("_last_non_direct", "channel")).containsExactly("direct 1 1", "email 1 1");
        assertThat(by("_first_touch", "channel")).containsExactly("direct 2 1");
    }

    @Test
    void F7_whoCannotBeFollowedKeepsTheVisitsOwn() {
        shop.send(
                        mail("2026-03-10T08:00Z").by(PASSER_BY),
                        direct("2026-03-10T10:00Z").by(PASSER_BY),
                        buy("2026-03-10T10:01Z").by(PASSER_BY))
                .run();

        assertThat(by("_last_non_direct", "channel")).containsExactly("direct 1 1");
        assertThat(by("_first_touch", "channel")).containsExactly("direct 1 1");
    }

    /** The later day is complete and has its row; the earlier day has no goal and no funnel. */
    @Test
    void F7_F10_aVisitThatArrivesLateRestatesTheDaysThatItIsBehind() {
        shop.send(direct("2026-02-01T09:00Z"), buy("2026-02-01T09:01Z"), buy("2026-03-03T09:00Z"))
                .run();
        assertThat(by("_first_touch", "channel", "2026-03-03")).containsExactly("direct 1 1");

        shop.send(mail("2026-02-01T08:00Z").received("2026-03-10T12:00Z")).run();

        assertThat(by("_first_touch", "channel", "2026-02-01")).containsExactly("email 1 1");
        assertThat(by("_first_touch", "channel", "2026-03-03")).containsExactly("email 1 1");
        assertThat(by("_last_non_direct", "channel", "2026-03-03")).containsExactly("email 1 1");
    }

    @Test
    void F7_F10_anEarlierDayThatIsNewReaches30DaysForward() {
        shop.send(buy("2026-03-03T09:00Z")).run();
        assertThat(by("_first_touch", "channel", "2026-03-03")).containsExactly("direct 1 1");

        shop.send(mail("2026-02-01T08:00Z").received("2026-03-10T12:00Z")).run();

        assertThat(by("_first_touch", "channel", "2026-03-03")).containsExactly("email 1 1");
    }
}
