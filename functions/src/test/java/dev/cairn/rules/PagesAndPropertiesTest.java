package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** F8's figures per visit, F12 and F13, from events to rows. */
class PagesAndPropertiesTest {
    private static final String DAY = "2026-03-05";
    private static final String PLAN = """
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: [], report_props: [size, gift]}
            goals:
              order: {tier: macro, match: {event: order}, value: event}
              thanks: {tier: macro, match: {event: page_view, url: /thanks}}
              cart: {tier: micro, kind: milestone, match: {event: cart}}
            """;
    private static final String HOME = "https://shop.example/";
    private static final String LAMP = "https://shop.example/p/42";
    private static final String BLOG = "https://blog.example/p/42?x=1";

    private final Shop shop = new Shop(PLAN, items -> items);

    @Test
    void F8_aVisitConvertsOnceHoweverOftenTheGoalIsMet() {
        shop.send(
                        event("cart", "2026-03-05T10:00Z"),
                        event("order", "2026-03-05T10:01Z").value("5.00"),
                        event("order", "2026-03-05T10:02Z").value("2.50"),
                        event("page_view", "2026-03-05T10:03Z").url("https://shop.example/thanks"),
                        event("order", "2026-03-05T12:00Z"),
                        event("cart", "2026-03-05T14:00Z"))
                .run();

        assertThat(shop.read("goals", DAY, "/order/conversions")).isEqualTo("3");
        assertThat(shop.read("goals", DAY, "/order/converters")).isEqualTo("1");
        assertThat(shop.read("goals", DAY, "/order/converting_visits")).isEqualTo("2");
        assertThat(shop.read("goals", DAY, "/cart/converting_visits")).isEqualTo("2");
        assertThat(shop.read("overview", DAY, "/visits")).isEqualTo("3");
        assertThat(shop.read("overview", DAY, "/macros/conversions")).isEqualTo("4");
        assertThat(shop.read("overview", DAY, "/macros/visits")).isEqualTo("2");
        assertThat(shop.read("overview", DAY, "/macros/value/EUR")).isEqualTo("7.5");
        assertThat(shop.read("overview/by/channel", DAY, "/direct/macros/visits"))
                .isEqualTo("2");
    }

    @Test
    void F8_withoutAVisitorAConversionHasNoVisit() {
        shop.send(event("order", "2026-03-05T10:00Z").by(VisitorKey.NOBODY).value("5.00"))
                .run();

        assertThat(shop.read("goals", DAY, "/order/converting_visits")).isEqualTo("0");
        assertThat(shop.read("overview", DAY, "/macros/conversions")).isEqualTo("1");
        assertThat(shop.read("overview", DAY, "/macros/visits")).isEqualTo("0");
        assertThat(shop.read("overview/by/channel", DAY, "/(none)/macros/value/EUR"))
                .isEqualTo("5");
    }

    @Test
    void F12_aPageIsHostAndPathAndAVisitEntersAndLeavesOnOne() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z").url(HOME),
                        event("page_view", "2026-03-05T10:01Z").url(LAMP),
                        event("page_view", "2026-03-05T10:02Z").url(BLOG),
                        event("engagement", "2026-03-05T10:03Z").url(BLOG).prop("engaged_ms", 1_500),
                        event("page_view", "2026-03-05T12:00Z").url(LAMP))
                .run();

        assertThat(page("shop.example/")).isEqualTo(page(1, 1, 1, 0, 0, 0, 0));
        assertThat(page("shop.example/p/42")).isEqualTo(page(2, 2, 1, 1, 0, 0, 0));
        assertThat(page("blog.example/p/42")).isEqualTo(page(1, 1, 0, 1, 1_500, 0, 0));
    }

    @Test
    void F12_aPageIsScrolledHalfByScrollingOrByReadingItFor5Seconds() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z").url(HOME),
                        event("engagement", "2026-03-05T10:01Z")
                                .url(HOME)
                                .prop("scroll", 50)
                                .prop("scrolled", true),
                        event("page_view", "2026-03-05T10:02Z").url(LAMP),
                        event("engagement", "2026-03-05T10:03Z").url(LAMP).prop("engaged_ms", 4_999),
                        event("page_view", "2026-03-05T10:04Z").url(LAMP),
                        event("engagement", "2026-03-05T10:05Z")
                                .url(LAMP)
                                .prop("engaged_ms", 1)
                                .prop("scroll", 100),
                        event("page_view", "2026-03-05T10:06Z").url(BLOG),
                        event("engagement", "2026-03-05T10:07Z")
                                .url(BLOG)
                                .prop("engaged_ms", 5_000)
                                .prop("scroll", 60),
                        event("engagement", "2026-03-05T10:08Z")
                                .url(BLOG)
                                .prop("engaged_ms", 1)
                                .prop("scroll", 60))
                .run();

        assertThat(shop.row("pages", DAY)
                        .path("shop.example/")
                        .path("scrolled_half")
                        .asInt())
                .isEqualTo(1);
        assertThat(shop.row("pages", DAY)
                        .path("shop.example/p/42")
                        .path("scrolled_half")
                        .asInt())
                .isZero();
        assertThat(shop.row("pages", DAY)
                        .path("blog.example/p/42")
                        .path("scrolled_half")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void F12_aMacroCountsForThePagesSeenBeforeItInItsVisit() {
        shop.send(
                        event("page_view", "2026-03-05T08:00Z").url(LAMP),
                        event("page_view", "2026-03-05T10:00Z").url(HOME),
                        event("order", "2026-03-05T10:01Z"),
                        event("page_view", "2026-03-05T10:02Z").url(BLOG),
                        event("page_view", "2026-03-05T10:03Z").url("https://shop.example/thanks"))
                .run();

        assertThat(macroVisits("shop.example/")).isEqualTo(1);
        assertThat(macroVisits("shop.example/p/42")).isZero();
        assertThat(macroVisits("blog.example/p/42")).isEqualTo(1);
        assertThat(macroVisits("shop.example/thanks")).isZero();
    }

    @Test
    void F12_withoutAVisitorAPageHasViewsOnly() {
        shop.send(event("page_view", "2026-03-05T10:00Z").by(VisitorKey.NOBODY).url(HOME))
                .run();

        assertThat(page("shop.example/")).isEqualTo(page(1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void F13_reservedPropertiesAreAlwaysCountedAndOthersWhereTheSiteListsThem() {
        shop.send(
                        event("file_download", "2026-03-05T10:00Z")
                                .prop("file", "a.pdf")
                                .prop("size", new BigDecimal("12.50")),
                        event("file_download", "2026-03-05T10:01Z")
                                .prop("file", "a.pdf")
                                .prop("color", "red"),
                        event("order", "2026-03-05T10:02Z").prop("gift", true).prop("file", "b.pdf"),
                        event("order", "2026-03-05T10:03Z")
                                .by(VisitorKey.NOBODY)
                                .prop("gift", true))
                .run();

        assertThat(shop.row("event_properties", DAY)).isEqualTo(Json.read("""
                {"file_download":{"props":{"file":{"a.pdf":{"count":2,"visitors":1}},
                  "size":{"12.5":{"count":1,"visitors":1}}}},
                 "order":{"props":{"gift":{"true":{"count":2,"visitors":1}}}}}""", JsonNode.class));
    }

    /** Nothing more is stored of an event for that; what an event sends under the same key comes first. */
    @Test
    void F13_howFarAVideoWasPlayedAndThePageOfAnErrorFollowFromWhatIsStored() {
        shop.send(
                        event("video_progress", "2026-03-05T10:00Z")
                                .prop("video", "v.mp4")
                                .prop("percent", new BigDecimal("25")),
                        event("video_progress", "2026-03-05T10:01Z")
                                .prop("video", "v.mp4")
                                .prop("percent", new BigDecimal("50.0")),
                        event("video_progress", "2026-03-05T10:02Z").prop("percent", new BigDecimal("75")),
                        event("video_progress", "2026-03-05T10:03Z").prop("video", "w.mp4"),
                        event("video_error", "2026-03-05T10:04Z").url(LAMP).prop("video", "v.mp4"),
                        event("form_error", "2026-03-05T10:05Z").url(LAMP + "?a=b"),
                        event("form_error", "2026-03-05T10:06Z").url(HOME))
                .run();

        JsonNode row = shop.row("event_properties", DAY);
        assertThat(row.at("/video_progress/props/video_percent").toString())
                .isEqualTo("{\"25 v.mp4\":{\"count\":1,\"visitors\":1},\"50 v.mp4\":{\"count\":1,\"visitors\":1}}");
        assertThat(row.at("/video_error/props/page").toString())
                .isEqualTo("{\"shop.example/p/42\":{\"count\":1,\"visitors\":1}}");
        assertThat(row.at("/form_error/props/page").toString())
                .isEqualTo("{\"shop.example/\":{\"count\":1,\"visitors\":1},\"shop.example/p/42\":{\"count\":1,"
                        + "\"visitors\":1}}");
    }

    @Test
    void F13_longValuesAreCutBetweenCharacters() {
        String lamp = "💡";
        shop.send(event("file_download", "2026-03-05T10:00Z").prop("file", "x" + lamp.repeat(60)))
                .run();

        assertThat(shop.row("event_properties", DAY)
                        .at("/file_download/props/file")
                        .fieldNames())
                .toIterable()
                .containsExactly("x" + lamp.repeat(49));
    }

    @Test
    void F13_aPropertyKeepsThe500LargestValuesAndADay2000() {
        for (int i = 0; i < 700; i++) {
            shop.send(event("file_download", "2026-03-05T10:00Z").id("f" + i).prop("file", "f%03d".formatted(i)));
        }
        shop.send(event("file_download", "2026-03-05T10:01Z").id("again").prop("file", "f699"));
        for (int name = 0; name < 5; name++) {
            for (int i = 0; i < 400; i++) {
                shop.send(event("e" + name, "2026-03-05T11:00Z")
                        .id(name + "-" + i)
                        .prop("size", i));
            }
        }
        shop.run();

        JsonNode files = shop.row("event_properties", DAY).at("/file_download/props/file");
        assertThat(files.has("f699")).isTrue();
        assertThat(files.has("f499")).isFalse();
        int values = 0;
        for (JsonNode each : shop.row("event_properties", DAY).findValues("props")) {
            values += each.elements().next().size();
        }
        assertThat(values).isEqualTo(2_000 + 1);
    }

    private Object page(String name) {
        return Json.MAPPER.convertValue(shop.row("pages", DAY).path(name), Map.class);
    }

    private static Object page(int views, int visits, int entries, int exits, int engaged, int half, int macros) {
        return Map.of(
                "views", views,
                "visits", visits,
                "entries", entries,
                "exits", exits,
                "engaged_millis", engaged,
                "scrolled_half", half,
                "macro_visits", macros);
    }

    private int macroVisits(String page) {
        return shop.row("pages", DAY).path(page).path("macro_visits").asInt();
    }
}
