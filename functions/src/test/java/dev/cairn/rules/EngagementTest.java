package dev.cairn.rules;

import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G2: goals that depend on the visit so far, each at its threshold. */
class EngagementTest {
    private static final String DAY = "2026-03-05";
    private static final String BLOG = "https://shop.example/blog/one";
    private static final String GOALS = """
            goals:
              half: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}}}
              blog_half: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              pages: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 3}}}
              minute: {tier: micro, kind: secondary, match: {dwell: {min: 60s}}}
              long: {tier: micro, kind: secondary, match: {dwell: above_average}}
              third: {tier: micro, kind: secondary, match: {visit_frequency: {min: 3}}}
              frequent: {tier: micro, kind: secondary, match: {visit_frequency: above_average}}
              watched: {tier: micro, kind: secondary, match: {video_complete: {min: 95}}}
              both: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 2}, dwell: {min: 10s}}}
              told: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 2}}, by: server}
            """;

    private final Shop shop = new Shop(GOALS);

    private static Sent engaged(String at, int millis) {
        return event("engagement", at).prop("engaged_ms", millis).url(BLOG);
    }

    private static Sent page(String at) {
        return event("page_view", at).url(BLOG);
    }

    private long conversions(String goal) {
        return shop.goal(goal, DAY).getFirst();
    }

    @BeforeEach
    void noneOfTheGoalsIsMetByNothing() {
        shop.send(event("custom", "2026-03-05T00:00Z").by(new VisitorKey(LinkLevel.DAILY, "idle")))
                .run();
        assertThat(shop.row("goals", DAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"49, true, 0, 0", "50, true, 0, 1", "50, false, 4999, 0", "50, false, 5000, 1", "100, false, 0, 0"})
    void G2_scrollDepthOfAPageThatWasScrolledOrReadFiveSeconds(int scroll, boolean scrolled, int millis, long met) {
        shop.send(
                        page("2026-03-05T10:00Z"),
                        engaged("2026-03-05T10:01Z", millis)
                                .prop("scroll", scroll)
                                .prop("scrolled", scrolled))
                .run();

        assertThat(conversions("half")).isEqualTo(met);
    }

    @Test
    void G2_fiveSecondsOfReadingAddUpOnOnePageView() {
        shop.send(
                        page("2026-03-05T10:00Z"),
                        engaged("2026-03-05T10:01Z", 3000).prop("scroll", 80).prop("scrolled", false),
                        engaged("2026-03-05T10:02Z", 2000).prop("scroll", 80).prop("scrolled", false))
                .run();

        assertThat(conversions("half")).isEqualTo(1);
    }

    @Test
    void G2_readingOfAnEarlierPageViewDoesNotCountForThisOne() {
        shop.send(
                        page("2026-03-05T10:00Z"),
                        engaged("2026-03-05T10:01Z", 9000).prop("scroll", 10).prop("scrolled", false),
                        page("2026-03-05T10:02Z"),
                        engaged("2026-03-05T10:03Z", 100).prop("scroll", 80).prop("scrolled", false))
                .run();

        assertThat(conversions("half")).isZero();
    }

    @Test
    void G2_keysBesideEachOtherMustHoldAtOneEvent() {
        shop.send(event("engagement", "2026-03-05T10:00Z")
                        .url("https://shop.example/p/1")
                        .prop("scroll", 80)
                        .prop("scrolled", true))
                .run();
        assertThat(conversions("half")).isEqualTo(1);
        assertThat(conversions("blog_half")).isZero();

        shop.send(engaged("2026-03-05T10:01Z", 0).prop("scroll", 50).prop("scrolled", true))
                .run();
        assertThat(conversions("blog_half")).isEqualTo(1);
    }

    @Test
    void G2_anEngagementGoalIsMetOncePerVisit() {
        shop.send(
                        engaged("2026-03-05T10:00Z", 0).prop("scroll", 60).prop("scrolled", true),
                        engaged("2026-03-05T10:01Z", 0).prop("scroll", 90).prop("scrolled", true),
                        engaged("2026-03-05T12:00Z", 0).prop("scroll", 60).prop("scrolled", true))
                .run();

        assertThat(shop.goal("half", DAY)).isEqualTo(List.of(2L, 1L));
    }

    @Test
    void G2_pagesPerVisitIsMetAtTheThirdPageOfAVisit() {
        shop.send(page("2026-03-05T10:00Z"), page("2026-03-05T10:01Z"), page("2026-03-05T12:00Z"))
                .run();
        assertThat(conversions("pages")).isZero();

        shop.send(page("2026-03-05T10:02Z"), page("2026-03-05T10:03Z")).run();
        assertThat(conversions("pages")).isEqualTo(1);
    }

    @Test
    void G2_dwellIsTheVisitsEngagedTimeSoFar() {
        shop.send(engaged("2026-03-05T10:00Z", 30_000), engaged("2026-03-05T10:01Z", 29_999))
                .run();
        assertThat(conversions("minute")).isZero();

        shop.send(engaged("2026-03-05T10:02Z", 1)).run();
        assertThat(conversions("minute")).isEqualTo(1);
    }

    @Test
    void G2_twoKeysOfTheVisitAreMetAtTheFirstEventForWhichBothHold() {
        shop.send(page("2026-03-05T10:00Z"), engaged("2026-03-05T10:01Z", 10_000))
                .run();
        assertThat(conversions("both")).isZero();

        shop.send(page("2026-03-05T10:02Z"), page("2026-03-05T10:03Z")).run();
        assertThat(conversions("both")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"video_progress, 94, 0", "video_progress, 95, 1", "video_complete, 94, 0", "page_view, 100, 0"})
    void G2_videoCompleteLooksAtThatVideosOwnProgress(String name, int percent, long met) {
        shop.send(event(name, "2026-03-05T10:00Z").prop("video", "v").prop("percent", percent))
                .run();

        assertThat(conversions("watched")).isEqualTo(met);
    }

    @Test
    void G2_aCompleteVideoNeedsNoPercent() {
        shop.send(event("video_complete", "2026-03-05T10:00Z").prop("video", "v"))
                .run();

        assertThat(conversions("watched")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-06T10:00Z, 1", "2026-02-05T10:00Z, 0"})
    void G2_visitFrequencyCountsTheVisitsOf28Days(String first, long met) {
        shop.send(page(first), page("2026-03-04T10:00Z"), page("2026-03-05T10:00Z"))
                .run();

        assertThat(conversions("third")).isEqualTo(met);
    }

    @Test
    void G2_visitFrequencyIsRestatedWhenAnEarlierVisitArrivesLate() {
        shop.send(page("2026-03-04T10:00Z"), page("2026-03-05T10:00Z")).run();
        assertThat(conversions("third")).isZero();

        shop.send(page("2026-03-01T10:00Z")).run();
        assertThat(conversions("third")).isEqualTo(1);
    }

    @Test
    void G2_aDailyVisitorHasNoVisitFrequency() {
        shop.send(
                        page("2026-03-05T08:00Z").by(PASSER_BY),
                        page("2026-03-05T10:00Z").by(PASSER_BY),
                        page("2026-03-05T12:00Z").by(PASSER_BY))
                .run();

        assertThat(conversions("third")).isZero();
    }

    @Test
    void G2_with6DaysOfVisitsThereIsNoAverageAndNothingMeetsIt() {
        Shop young = new Shop(GOALS);
        LocalDate last = LocalDate.parse("2026-03-07");
        for (int i = 0; i < 6; i++) {
            young.send(engaged(last.minusDays(i) + "T10:00Z", 10_000).by(BOB));
        }
        young.run().send(engaged("2026-03-09T10:00Z", 60_000)).run();

        assertThat(young.goal("long", "2026-03-09").getFirst()).isZero();
    }

    @Test
    void G2_with7DaysOfVisitsDwellMustBeAboveTheirMean() {
        Shop grown = new Shop(GOALS);
        LocalDate last = LocalDate.parse("2026-03-07");
        for (int i = 0; i < 7; i++) {
            grown.send(engaged(last.minusDays(i) + "T10:00Z", 10_000).by(BOB));
        }
        grown.run()
                .send(
                        engaged("2026-03-09T10:00Z", 10_000),
                        engaged("2026-03-09T10:00Z", 10_001).by(PASSER_BY))
                .run();

        assertThat(grown.goal("long", "2026-03-09")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void G2_theAveragesDaysAreD29ToD2() {
        Shop edge = new Shop(GOALS);
        for (String day : List.of("03-08", "03-07", "03-06", "03-05", "03-04", "03-03", "02-08", "02-07")) {
            edge.send(engaged("2026-" + day + "T10:00Z", day.equals("02-07") || day.equals("03-08") ? 90_000 : 10_000)
                    .by(BOB));
        }
        edge.run().send(engaged("2026-03-09T10:00Z", 60_000)).run();
        assertThat(edge.goal("long", "2026-03-09").getFirst()).isZero();

        edge.send(engaged("2026-03-02T10:00Z", 10_000).by(BOB)).run();
        edge.itIs("2026-03-11T12:00Z")
                .send(engaged("2026-03-10T10:00Z", 60_000))
                .run();
        assertThat(edge.goal("long", "2026-03-10").getFirst()).isEqualTo(1);
    }

    @Test
    void G2_anAverageIsStoredByItsFirstUseAndNotChangedByLateData() {
        Shop grown = new Shop(GOALS);
        for (int i = 1; i <= 7; i++) {
            grown.send(engaged("2026-03-0" + i + "T10:00Z", 10_000).by(BOB));
        }
        grown.run().send(engaged("2026-03-09T10:00Z", 12_000)).run();
        assertThat(grown.goal("long", "2026-03-09").getFirst()).isEqualTo(1);

        grown.send(engaged("2026-03-03T10:01Z", 600_000).by(BOB)).run();
        new Shop(grown).send(engaged("2026-03-09T10:00Z", 12_000).by(PASSER_BY)).run();

        assertThat(grown.goal("long", "2026-03-09")).isEqualTo(List.of(2L, 2L));
    }

    @Test
    void G2_aVisitFrequencyAboveTheMeanOfTheLinkableVisitorsSeen() {
        Shop grown = new Shop(GOALS);
        for (int i = 1; i <= 7; i++) {
            grown.send(page("2026-03-0" + i + "T10:00Z").by(new VisitorKey(LinkLevel.DEVICE, "once" + i)));
        }
        grown.send(page("2026-03-07T12:00Z"), page("2026-03-07T13:00Z").by(BOB)).run();
        grown.send(page("2026-03-09T10:00Z"), page("2026-03-09T10:00Z").by(new VisitorKey(LinkLevel.DEVICE, "new")))
                .run();

        assertThat(grown.goal("frequent", "2026-03-09")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void D2_aGoalByServerLooksAtTheWholeVisitButIsMetAtAServerKeysEvent() {
        shop.send(page("2026-03-05T10:00Z"), page("2026-03-05T10:01Z"), page("2026-03-05T10:02Z"))
                .run();
        assertThat(conversions("told")).isZero();

        shop.send(event("told", "2026-03-05T10:03Z").server()).run();
        assertThat(conversions("told")).isEqualTo(1);
    }

    @Test
    void G2_aVisitThatGoesOnOverMidnightIsAVisitOnEachOfItsDays() {
        shop.send(page("2026-03-03T23:50Z"), page("2026-03-04T00:05Z"), page("2026-03-05T10:00Z"))
                .run();

        assertThat(conversions("third")).isEqualTo(1);
    }

    @Test
    void G5_anotherVisitOnAnEarlierDayTagsLaterDaysAnew() {
        Shop tagged = new Shop(GOALS + """
            funnels:
              back: {steps: [pages, third], window: 5d}
            """);
        tagged.send(page("2026-03-03T10:00Z"), page("2026-03-03T10:01Z"), page("2026-03-03T10:02Z"))
                .send(page("2026-03-05T10:00Z"))
                .run()
                .send(page("2026-03-03T20:00Z"))
                .run();

        assertThat(tagged.goal("third", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(tagged.read("funnel/back/entry", "2026-03-03", "/reached")).isEqualTo("[1,1]");
    }
}
