package dev.cairn.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.notice.SiteChannels;
import dev.cairn.store.notice.SiteChannels.Channel;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.Watermark;
import dev.cairn.store.work.Workers;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A digest arrives at least once, and is sent once unless something fails. 9 March 2026 is a Monday. */
class DigestsTest {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    private final SetClock clock = new SetClock(Instant.parse("2026-03-08T12:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final List<Notice> sent = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Telemetry telemetry = new Telemetry() {
        @Override
        public void count(String metric, long value) {}

        @Override
        public void warn(String message, Map<String, ?> fields) {}

        @Override
        public void error(String message, Throwable cause, Map<String, ?> fields) {
            errors.add(message + " " + fields);
        }
    };
    private final Dependencies dependencies =
            new Dependencies(items, entries -> Set.of(), new MemoryArchive(), new NoSecrets(), clock, telemetry);
    private final PlanRepository plans = new PlanRepository(items, clock, Duration.ZERO);

    private record NoSecrets() implements Secrets {
        @Override
        public byte[] master() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String adminKey() {
            throw new UnsupportedOperationException();
        }
    }

    private void plan(String zone, String digest) {
        PutResult result = plans.put("""
                extends: default
                sites:
                  shop: {name: Lamp shop, time_zone: %s, currency: EUR, origins: []%s}
                """.formatted(zone, digest.isEmpty() ? "" : ", digest: " + digest), "*", null);
        assertThat(result).isInstanceOf(PutResult.Stored.class);
    }

    private Site site() {
        return plans.site("shop").orElseThrow();
    }

    private void visitors(String day, long visitors) {
        LocalDate date = LocalDate.parse(day);
        StatisticRows rows = new StatisticRows(items);
        StatisticRows.Id id =
                new StatisticRows.Id("shop", StatisticRows.key("overview").orElseThrow(), date);
        long revision = rows.get(List.of(id)).values().stream()
                .mapToLong(StatisticRows.Row::revision)
                .findFirst()
                .orElse(0);
        OverviewCounts counts = new OverviewCounts(visitors, visitors, visitors, visitors, 0, visitors, visitors);
        rows.put(id, new StatisticRows.Row(date, revision + 1, 0, 1, Json.MAPPER.valueToTree(counts)));
    }

    /** The stream was read, and a run is over, at this time. */
    private void itIs(String time) {
        clock.forward(Duration.between(clock.instant(), Instant.parse(time)));
        new Watermark(items).advance("shard-0", clock.millis());
        new AggregationRuns(items)
                .finished(new AggregationRuns.LastRun(AggregationRuns.asOf(clock.millis()), Set.of()));
    }

    private void run(Notices topic) {
        new Digests(plans, dependencies, SiteChannels.of(topic, dependencies)).send(site());
    }

    /** A run every half hour until a time. */
    private void runsUntil(String end) {
        while (clock.instant().isBefore(Instant.parse(end))) {
            itIs(clock.instant().plus(HALF_HOUR).toString());
            run(sent::add);
        }
    }

    @Test
    void theDigestIsSentOnceADayInTheFirstRunFromSevenLocalTimeOn() {
        plan("America/New_York", "daily");
        visitors("2026-03-08", 17);
        visitors("2026-03-09", 18);

        itIs("2026-03-09T10:30:00Z");
        run(sent::add);
        assertThat(sent).isEmpty();
        runsUntil("2026-03-09T11:00:00Z");
        assertThat(sent).hasSize(1);
        runsUntil("2026-03-10T10:30:00Z");
        assertThat(sent).hasSize(1);
        runsUntil("2026-03-10T23:00:00Z");

        assertThat(sent)
                .extracting(Notice::subject)
                .containsExactly(
                        "Lamp shop: daily digest of Monday 9 March 2026",
                        "Lamp shop: daily digest of Tuesday 10 March 2026");
        assertThat(sent).extracting(Notice::id).doesNotHaveDuplicates();
        assertThat(sent.getFirst().site()).isEqualTo("shop");
        assertThat(sent.getFirst().text())
                .isEqualTo(
                        "Yesterday\n- Sunday 8 March: 17 visitors (a week before: 0), 17 visits (a week before: 0), 0"
                                + " conversions (a week before: 0), conversion rate 0%.");
        JsonNode json = Json.read(sent.getFirst().json(), JsonNode.class);
        assertThat(json.path("kind").asText() + " " + json.path("site").asText() + " "
                        + json.path("date").asText())
                .isEqualTo("daily shop 2026-03-09");
        assertThat(json.path("blocks").findValuesAsText("key"))
                .containsExactly("targets", "anomalies", "largest_loss", "micros", "audiences", "yesterday");
        assertThat(json.path("blocks").path(0).toString())
                .isEqualTo("{\"key\":\"targets\",\"sentences\":[],\"quiet\":\"The plan has no targets.\"}");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'',     0, 0",
        "none,   0, 0",
        "daily,  8, 0",
        "weekly, 0, 2",
        "both,   8, 2",
    })
    void thePlanSaysWhichDigestsASiteGets(String digest, int daily, int weekly) {
        plan("UTC", digest);
        visitors("2026-03-06", 5);
        visitors("2026-03-08", 6);

        itIs("2026-03-09T06:30:00Z");
        runsUntil("2026-03-16T23:30:00Z");

        assertThat(sent)
                .filteredOn(notice -> notice.subject().contains("daily"))
                .hasSize(daily);
        assertThat(sent)
                .filteredOn(notice -> notice.subject().contains("weekly"))
                .hasSize(weekly);
        assertThat(sent).extracting(Notice::id).doesNotHaveDuplicates();
        if (weekly > 0) {
            assertThat(sent)
                    .filteredOn(notice -> notice.subject().contains("weekly"))
                    .first()
                    .satisfies(first -> {
                        assertThat(first.subject()).isEqualTo("Lamp shop: weekly digest of Monday 9 March 2026");
                        assertThat(first.text())
                                .isEqualTo(
                                        "Last week\n- 7 days to Sunday 8 March: 11 visits (a week before: 0), 0 conversions (a"
                                                + " week before: 0), conversion rate 0%.");
                    });
        }
    }

    @Test
    void itWaitsUntilYesterdayIsComplete() {
        plan("UTC", "daily");
        itIs("2026-03-08T23:00:00Z");
        clock.forward(Duration.ofHours(9));

        run(sent::add);
        assertThat(sent).isEmpty();
        itIs("2026-03-09T09:00:00Z");
        run(sent::add);

        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().text())
                .as("nothing to say is said, too")
                .startsWith("The plan has no targets.\nNo alarm is open, and none ended in the last 7 days. Of ")
                .endsWith(" are still learning.\nNo funnel had 25 entries, and a loss, in the last 28 complete days.\n"
                        + "No macro goal was met in the last 90 days.\nThe plan has no audiences.\n"
                        + "Nothing was measured in the last 8 weeks.");
    }

    @Test
    void oneThatWasNotSentIsSentByTheNextRunWithTheSameIdAndText() {
        plan("UTC", "daily");
        visitors("2026-03-08", 17);
        List<Notice> tried = new ArrayList<>();

        itIs("2026-03-09T07:00:00Z");
        run(notice -> {
            tried.add(notice);
            throw new NoticeNotSentException("no answer", new IOException());
        });
        assertThat(errors)
                .singleElement()
                .asString()
                .startsWith("a digest was not sent")
                .contains("site=shop");
        visitors("2026-03-08", 99);
        itIs("2026-03-09T07:30:00Z");
        run(sent::add);
        runsUntil("2026-03-09T23:30:00Z");

        assertThat(sent).isEqualTo(tried).hasSize(1);
    }

    /** The message left, and the run ended before it could say so. */
    @Test
    void aRunThatDiesAfterSendingIsRepeatedUnderTheSameIdByALaterOne() {
        plan("UTC", "daily");
        itIs("2026-03-09T07:00:00Z");
        try {
            run(notice -> {
                sent.add(notice);
                throw new OutOfMemoryError("the process ends here");
            });
        } catch (OutOfMemoryError died) {
            assertThat(sent).hasSize(1);
        }

        clock.forward(DigestLog.SENDING.minusMillis(1));
        run(sent::add);
        assertThat(sent).as("the run may still be at it").hasSize(1);
        clock.forward(Duration.ofMillis(1));
        run(sent::add);
        runsUntil("2026-03-09T23:30:00Z");

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @Test
    void H7_eachChannelGetsItOnceAndOneThatFailsHoldsUpNoOther() {
        plan("UTC", "daily");
        visitors("2026-03-08", 17);
        List<String> told = new ArrayList<>();
        boolean[] isDown = {true};
        SiteChannels channels = any -> List.of(
                new Channel(SiteChannels.TOPIC, notice -> told.add("topic " + notice.id())),
                new Channel(SiteChannels.WEBHOOK, notice -> {
                    if (isDown[0]) {
                        throw new NoticeNotSentException("the webhook answered 500");
                    }
                    told.add("webhook " + notice.id());
                }),
                new Channel(SiteChannels.CHAT, notice -> told.add("chat " + notice.id())));

        itIs("2026-03-09T07:00:00Z");
        new Digests(plans, dependencies, channels).send(site());
        assertThat(told).extracting(each -> each.split(" ")[0]).containsExactly("topic", "chat");
        assertThat(errors).singleElement().asString().contains("channel=webhook");
        isDown[0] = false;
        for (String time : List.of("2026-03-09T07:30:00Z", "2026-03-09T08:00:00Z", "2026-03-09T08:30:00Z")) {
            itIs(time);
            new Digests(plans, dependencies, channels).send(site());
        }

        assertThat(told).extracting(each -> each.split(" ")[0]).containsExactly("topic", "chat", "webhook");
        assertThat(told)
                .extracting(each -> each.split(" ")[1])
                .containsOnly(told.getFirst().split(" ")[1]);
    }

    /** The version before knew one channel. */
    @Test
    void H7_aDigestThatTheVersionBeforeSentIsNotSentAgain() {
        plan("UTC", "daily");
        itIs("2026-03-09T07:00:00Z");
        items.put(Item.first(
                new Item.Key(Table.STATISTICS, "digest#shop", "daily#2026-03-09"),
                "{\"notice\":{\"id\":\"a\",\"site\":\"shop\",\"subject\":\"s\",\"text\":\"t\",\"json\":\"{}\"},"
                        + "\"sent\":true,\"claim\":\"c\",\"since\":1}",
                null));

        run(sent::add);

        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Lamp shop: daily digest of Monday 9 March 2026        | Yesterday | Sunday 8 March: 17 visitors
            de | Lamp shop: täglicher Bericht vom Montag, 9. März 2026 | Gestern   | Sonntag, 8. März: 17 Besucher
            nl | Lamp shop: dagoverzicht van maandag 9 maart 2026      | Gisteren  | zondag 8 maart: 17 bezoekers
            fr | Lamp shop : bulletin quotidien du lundi 9 mars 2026   | Hier      | dimanche 8 mars : 17 visiteurs
            """)
    void H7_itIsInTheLanguageOfTheSite(String language, String subject, String heading, String sentence) {
        plan("UTC", "daily, language: " + language);
        visitors("2026-03-08", 17);
        itIs("2026-03-09T07:00:00Z");

        run(sent::add);

        assertThat(sent.getFirst().subject().replace('\u00a0', ' ')).isEqualTo(subject);
        assertThat(sent.getFirst().text().replace('\u00a0', ' ')).startsWith(heading + "\n- " + sentence);
        assertThat(Json.read(sent.getFirst().json(), JsonNode.class)
                        .path("language")
                        .asText())
                .isEqualTo(language);
    }

    @Test
    void twoRunsAtOnceSendItOnce() {
        plan("UTC", "daily");
        itIs("2026-03-09T07:00:00Z");

        run(notice -> {
            sent.add(notice);
            run(sent::add);
        });

        assertThat(sent).hasSize(1);
    }

    /** Between the other's read and its write, a run claims the digest: one of them has lost. */
    @Test
    void ofTwoRunsThatReadNothingYetOneSends() {
        DigestLog one = new DigestLog(items, clock);
        DigestLog other = new DigestLog(items, clock);
        DigestLog.Id id = new DigestLog.Id("shop", DigestKind.DAILY, LocalDate.parse("2026-03-09"));
        Notice notice = new Notice("id", "shop", "subject", "text", "{}");
        List<Boolean> claimed = new ArrayList<>();

        boolean first = one.claim(id, () -> {
                    claimed.add(other.claim(id, () -> notice).isPresent());
                    return notice;
                })
                .isPresent();

        assertThat(claimed).containsExactly(true);
        assertThat(first).isFalse();
    }

    @Test
    void aDigestThatCannotBeWrittenCostsNeitherTheRunNorTheOtherSites() {
        plan("UTC", "both");
        itIs("2026-03-09T07:00:00Z");

        run(notice -> {
            throw new IllegalStateException("unexpected");
        });

        assertThat(errors).hasSize(2).allMatch(error -> error.startsWith("a digest failed"));
    }

    @Test
    void aRunOfTheAggregatorSendsIt() throws IOException {
        plan("UTC", "daily");
        clock.forward(Duration.between(clock.instant(), Instant.parse("2026-03-09T07:03:00Z")));
        new Watermark(items).advance("shard-0", clock.millis());
        AggregateHandler handler = new AggregateHandler(dependencies, Duration.ZERO, Workers.NONE, sent::add);

        for (int i = 0; i < 3; i++) {
            handler.handleRequest(
                    new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream(), null);
        }

        assertThat(sent).hasSize(1);
    }
}
