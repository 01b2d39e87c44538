package dev.cairn.plan.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.plan.Documents;
import dev.cairn.plan.FaultyItems;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRepositoryTest {
    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    private final SetClock clock = new SetClock(Instant.parse("2025-06-10T12:00:00Z"));
    private final FaultyItems items = new FaultyItems(new MemoryItemStore(clock));
    private final PlanRepository plans = new PlanRepository(items, clock, Duration.ZERO);

    @Test
    void section4_beforeAnythingWasPutTheDefaultPlanIsInForceWithoutASite() {
        Plan plan = plans.current();

        assertThat(plan.version()).isZero();
        assertThat(plan.since()).isEqualTo(Instant.EPOCH);
        assertThat(plan.source()).isEqualTo("extends: default\n");
        assertThat(plan.sites()).isEmpty();
        assertThat(plans.versions()).containsExactly(new PlanRepository.Version(0, Instant.EPOCH));
    }

    @Test
    void R1_theTemplatesParametersCreateTheFirstSite() {
        FirstSite first = FirstSite.fromEnvironment(Map.of(
                        "SITE_ID", "shop",
                        "SITE_ORIGIN", "https://shop.example",
                        "SITE_TIME_ZONE", "Europe/Brussels",
                        "SITE_CURRENCY", "SEK"))
                .orElseThrow();
        PlanRepository withSite = new PlanRepository(items, clock, A_MINUTE, first);

        Site shop = withSite.site("shop").orElseThrow();
        assertThat(shop.collect().origins()).containsExactly("https://shop.example");
        assertThat(shop.currency()).isEqualTo("SEK");
        assertThat(shop.zones()).isEqualTo(TimeZoneHistory.of(ZoneId.of("Europe/Brussels")));
        assertThat(shop.goals()).hasSize(29);
        assertThat(PlanCheck.check(withSite.current().source())).isEmpty();
        assertThat(FirstSite.fromEnvironment(Map.of("SITE_ID", ""))).isEmpty();
    }

    @Test
    void R1_theFirstSiteIsPartOfVersion0AlsoAfterAPlanWasPut() {
        PlanRepository withSite =
                new PlanRepository(items, clock, A_MINUTE, new FirstSite("shop", "", "Asia/Tokyo", "JPY"));
        put(withSite, Documents.BIKES);

        assertThat(withSite.current().sites()).containsOnlyKeys("bikes");
        assertThat(plans.version(0).sites()).containsOnlyKeys("shop");
        assertThat(plans.versions()).extracting(PlanRepository.Version::number).containsExactly(0, 1);
    }

    @Test
    void R1_aFirstSiteThatCannotBeSaysWhy() {
        PlanRepository withSite =
                new PlanRepository(items, clock, A_MINUTE, new FirstSite("shop", "", "Mars/Base", "EUR"));

        assertThatThrownBy(withSite::current)
                .hasMessageContaining("sites.shop.time_zone")
                .hasMessageContaining("Mars/Base");
    }

    @Test
    void section4_aPutPlanIsInForceAtOnce() {
        PutResult.Stored stored = put(plans, Documents.LAMPS);

        assertThat(stored.created()).isTrue();
        assertThat(plans.current()).isEqualTo(stored.plan());
        assertThat(plans.current().version()).isEqualTo(1);
        assertThat(plans.current().since()).isEqualTo(clock.instant());
        assertThat(plans.current().etag()).isEqualTo(stored.etag());
        assertThat(other(Duration.ZERO).current()).isEqualTo(stored.plan());
    }

    @Test
    void section4_theSameDocumentAgainIsNoNewVersion() {
        PutResult.Stored first = put(plans, Documents.LAMPS);
        clock.forward(Duration.ofDays(1));
        PutResult.Stored again = put(plans, Documents.LAMPS);

        assertThat(again.created()).isFalse();
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(again.plan()).isEqualTo(first.plan());
        assertThat(plans.versions()).hasSize(2);
    }

    @Test
    void section4_everyVersionIsKeptAndCanBeRestored() {
        put(plans, Documents.LAMPS);
        clock.forward(Duration.ofDays(1));
        put(plans, Documents.BIKES);
        clock.forward(Duration.ofDays(1));

        PutResult.Stored restored = (PutResult.Stored) plans.restore(1, "*");

        assertThat(restored.plan().version()).isEqualTo(3);
        assertThat(restored.plan().source()).isEqualTo(Documents.LAMPS);
        PlanRepository other = other(A_MINUTE);
        assertThat(other.versions())
                .containsExactly(
                        new PlanRepository.Version(0, Instant.EPOCH),
                        new PlanRepository.Version(1, Instant.parse("2025-06-10T12:00:00Z")),
                        new PlanRepository.Version(2, Instant.parse("2025-06-11T12:00:00Z")),
                        new PlanRepository.Version(3, Instant.parse("2025-06-12T12:00:00Z")));
        assertThat(other.version(1).source()).isEqualTo(Documents.LAMPS);
        assertThat(other.version(2).source()).isEqualTo(Documents.BIKES);
        assertThat(other.version(3).sites()).containsOnlyKeys("shop", "b2b");
        assertThatThrownBy(() -> other.version(4)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void section4_withoutIfMatchNothingIsPut() {
        assertThat(plans.put(Documents.LAMPS, null, null))
                .isEqualTo(new PutResult.PreconditionRequired(plans.current().etag()));
        assertThat(plans.current().version()).isZero();
    }

    @Test
    void section4_ifMatchNamesTheVersionThatIsReplaced() {
        String zero = plans.current().etag();
        PutResult.Stored one = (PutResult.Stored) plans.put(Documents.LAMPS, zero, null);

        assertThat(plans.put(Documents.BIKES, zero, null)).isEqualTo(new PutResult.PreconditionFailed(one.etag()));
        assertThat(plans.put(Documents.BIKES, "\"other\", " + one.etag(), null)).isInstanceOf(PutResult.Stored.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "*             | true",
                "\"v1-ab\"     | true",
                "v1-ab         | true",
                "\"x\",\"v1-ab\" | true",
                "W/\"v1-ab\"   | false",
                "\"v1-abc\"    | false",
                "\"\"          | false",
            })
    void section4_entityTags(String ifMatch, boolean matches) {
        assertThat(PlanPublisher.matches(ifMatch, "\"v1-ab\"")).isEqualTo(matches);
    }

    @Test
    void section4_aFaultyDocumentChangesNothing() {
        PutResult result = plans.put("sites: {a: {}}\nfunel: {}", "*", null);

        assertThat(result)
                .isInstanceOfSatisfying(
                        PutResult.Faulty.class,
                        faulty -> assertThat(faulty.faults())
                                .extracting(PlanError::path)
                                .containsExactlyInAnyOrder("funel", "sites.a.time_zone", "sites.a.currency"));
        assertThat(plans.current().version()).isZero();
        assertThat(items.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "retention_days: 400            | retention_days: 300           | ``",
                "name: Lamp shop                | name: Lamps                   | ``",
                "origins: [\"https://shop.example\"] | origins: [], goals: {x: {tier: macro, match: {event: x}}} | ``",
                "name: Lamps for offices        | name: Offices                 | sites.b2b     ",
                "count: day                     | count: event                  | goals.newsletter_signup.count",
                "window: 30d                    | window: 29d                   | funnels.checkout.window",
                "value: 300                     | value: 3                      | targets.q4_leads.value",
                "after: 24h                     | after: 23h                    | audiences.left_cart.after",
                "purchase: 7d                   | purchase: 7d, 3: 1d           | funnels.checkout.within.3",
            })
    void section4_aKeyOfOneSiteMayChangeItsBlockOnly(String before, String after, String forbidden) {
        put(plans, Documents.LAMPS);
        assertThat(Documents.LAMPS).contains(before);

        PutResult result = plans.put(Documents.LAMPS.replace(before, after), "*", "shop");

        if (forbidden.isEmpty()) {
            assertThat(result).isInstanceOf(PutResult.Stored.class);
            assertThat(plans.current().version()).isEqualTo(2);
        } else {
            assertThat(result).isEqualTo(new PutResult.Forbidden(forbidden));
            assertThat(plans.current().version()).isEqualTo(1);
        }
    }

    @Test
    void section4_aKeyOfOneSiteMayNeitherAddNorRemoveAnother() {
        put(plans, Documents.LAMPS);
        String other = "  new: {time_zone: UTC, currency: EUR}\n";

        assertThat(plans.put(Documents.LAMPS.replace("goals:\n", other + "goals:\n"), "*", "shop"))
                .isEqualTo(new PutResult.Forbidden("sites.new"));
        assertThat(plans.put("extends: default\n" + Documents.SITE, "*", "shop"))
                .isInstanceOf(PutResult.Forbidden.class);
    }

    @Test
    void section4_aKeyOfOneSiteMayAddItsBlockToThePlanWithoutSitesAndChangeComments() {
        String source = "# first\nextends: default\n" + Documents.SITE;

        assertThat(plans.put(source, "*", "shop")).isInstanceOf(PutResult.Stored.class);
        assertThat(plans.put(source.replace("first", "second"), "*", "b2b")).isInstanceOf(PutResult.Stored.class);
    }

    @Test
    void section4_aPlanLargerThanAnItemIsStoredInPieces() {
        String large = "extends: default\nsites:\n"
                + IntStream.range(0, 1_000)
                        .mapToObj(i -> "  s" + i + ": {name: \"" + "\\\"ß€".repeat(150)
                                + "\", time_zone: Europe/Brussels, currency: EUR}\n")
                        .collect(Collectors.joining());

        put(plans, large);

        assertThat(other(A_MINUTE).current().source()).isEqualTo(large);
        assertThat(other(A_MINUTE).current().sites()).hasSize(1_000);
        assertThat(items.all().stream()
                        .mapToInt(item -> item.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length))
                .hasSizeGreaterThan(5)
                .allMatch(bytes -> bytes < 390_000);
    }

    @Test
    void section4_aPutThatDiesAnywhereLeavesTheOldVersionInForceOrTheNewOneWhole() {
        put(plans, Documents.LAMPS);
        for (int writes = 0; ; writes++) {
            items.failAfter(writes);
            PlanRepository dying = other(Duration.ZERO);
            boolean died = false;
            try {
                dying.put(Documents.BIKES, "*", null);
            } catch (IllegalStateException crash) {
                died = true;
            }
            items.heal();
            if (!died) {
                assertThat(writes).as("writes of one put").isGreaterThanOrEqualTo(3);
                break;
            }
            PlanRepository survivor = other(Duration.ZERO);
            assertThat(survivor.current().version()).isEqualTo(1);
            assertThat(survivor.current().source()).isEqualTo(Documents.LAMPS);
            assertThat(survivor.versions())
                    .extracting(PlanRepository.Version::number)
                    .containsExactly(0, 1);
        }
        assertThat(other(Duration.ZERO).current().source()).isEqualTo(Documents.BIKES);
        assertThat(other(Duration.ZERO).version(1).source()).isEqualTo(Documents.LAMPS);
    }

    @Test
    void section4_aPutWhoseAnswerWasLostCountsOnce() {
        put(plans, Documents.LAMPS);
        items.loseAnswerOfNextPut();

        PutResult.Stored stored = put(plans, Documents.BIKES);

        assertThat(stored.plan().version()).isEqualTo(2);
        assertThat(other(Duration.ZERO).versions()).hasSize(3);
    }

    @Test
    void section4_ofTwoWritersAtOnceTheSecondIsRefusedOrFollows() {
        put(plans, Documents.LAMPS);
        String one = plans.current().etag();
        PlanRepository other = other(Duration.ZERO);
        items.beforeNextPut(() -> other.put(Documents.BIKES, "*", null));
        assertThat(plans.put(Documents.BIKES.replace("USD", "EUR"), one, null))
                .isEqualTo(new PutResult.PreconditionFailed(other.current().etag()));

        items.beforeNextPut(() -> other.put(Documents.LAMPS, "*", null));
        PutResult.Stored third = put(plans, Documents.BIKES.replace("USD", "SEK"));

        assertThat(third.plan().version()).isEqualTo(4);
        assertThat(other(Duration.ZERO).version(2).source()).isEqualTo(Documents.BIKES);
        assertThat(other(Duration.ZERO).version(3).source()).isEqualTo(Documents.LAMPS);
    }

    @Test
    void section4_inForceEverywhereWithin60Seconds() {
        put(plans, Documents.LAMPS);
        PlanRepository other = other(A_MINUTE);
        assertThat(other.current().version()).isEqualTo(1);
        put(plans, Documents.BIKES);

        clock.forward(A_MINUTE.minusMillis(1));
        assertThat(other.current().version()).isEqualTo(1);
        clock.forward(Duration.ofMillis(1));
        assertThat(other.current().version()).isEqualTo(2);
    }

    @Test
    void section4_anUnknownSiteReadsTheStoreOnceMore() {
        put(plans, Documents.LAMPS);
        PlanRepository other = other(A_MINUTE);
        other.current();
        put(plans, Documents.BIKES);

        assertThat(other.site("bikes")).isPresent();
        assertThat(other.site("shop")).isEmpty();
    }

    @Test
    void aFloodOfUnknownSitesReadsTheStoreOnceASecond() {
        put(plans, Documents.LAMPS);
        PlanRepository other = other(A_MINUTE);
        other.current();
        int before = items.reads();
        for (int i = 0; i < 1_000; i++) {
            assertThat(other.site("unknown" + i)).isEmpty();
        }
        assertThat(items.reads() - before).isEqualTo(1);

        clock.forward(Duration.ofSeconds(1));
        other.site("unknown");
        other.site("unknown");
        assertThat(items.reads() - before).isEqualTo(2);
    }

    @Test
    void aVersionIsReadAndParsedOnceAProcess() {
        put(plans, Documents.LAMPS);
        put(plans, Documents.BIKES);
        PlanRepository other = other(Duration.ZERO);
        Plan first = other.version(1);
        Plan second = other.current();
        int before = items.reads();

        assertThat(other.version(1)).isSameAs(first);
        assertThat(other.version(2)).isSameAs(second);
        assertThat(items.reads()).isEqualTo(before);
        assertThat(other.current()).isSameAs(second);
    }

    @Test
    void theClockMayStartEarlierThanTheLastVersion() {
        put(plans, Documents.LAMPS);
        PlanRepository other = other(A_MINUTE);
        other.current();
        clock.set(Instant.parse("2025-02-27T00:30:00Z"));
        put(plans, Documents.BIKES);

        assertThat(other.current().version()).isEqualTo(2);
    }

    @Test
    void T3_everyVersionCarriesTheZonesOfItsSitesOverTime() {
        put(plans, zone("Europe/Brussels"));
        clock.forward(Duration.ofDays(2));
        put(plans, zone("America/New_York"));

        TimeZoneHistory zones = other(Duration.ZERO).site("shop").orElseThrow().zones();

        assertThat(zones.since())
                .containsExactly(
                        new TimeZoneHistory.Since(Instant.MIN, ZoneId.of("Europe/Brussels")),
                        new TimeZoneHistory.Since(
                                Instant.parse("2025-06-12T22:00:00Z"), ZoneId.of("America/New_York")));
        assertThat(plans.version(1).sites().get("shop").zones())
                .isEqualTo(TimeZoneHistory.of(ZoneId.of("Europe/Brussels")));
    }

    @Test
    void T3_aSiteRemovedAndAddedAgainKeepsItsHistory() {
        put(plans, zone("Europe/Brussels"));
        put(plans, Documents.BIKES);
        put(plans, "extends: default");
        clock.forward(Duration.ofDays(2));
        put(plans, zone("Asia/Tokyo"));

        assertThat(plans.site("shop")
                        .orElseThrow()
                        .zones()
                        .dayOf(Instant.parse("2025-06-09T22:30:00Z").toEpochMilli()))
                .isEqualTo("2025-06-10");
        assertThat(plans.site("shop").orElseThrow().zones().since()).hasSize(2);
    }

    @Test
    void T3_theFirstSitesZoneIsTheFirst() {
        PlanRepository withSite =
                new PlanRepository(items, clock, Duration.ZERO, new FirstSite("shop", "", "Asia/Tokyo", "JPY"));
        put(withSite, zone("Europe/Brussels"));

        assertThat(withSite.site("shop").orElseThrow().zones().since())
                .extracting(TimeZoneHistory.Since::zone)
                .containsExactly(ZoneId.of("Asia/Tokyo"), ZoneId.of("Europe/Brussels"));
    }

    @Test
    void section4_aFunnelsNewVersionHoldsFromTheLocalDayOfItsPut() {
        put(plans, funnel("[a, b]"));
        clock.set(Instant.parse("2025-06-12T22:30:00Z")); // the 13th in Brussels
        put(plans, funnel("[a, c]"));
        clock.set(Instant.parse("2025-06-13T10:00:00Z"));
        put(plans, funnel("[b, c]"));

        assertThat(stepsOn("2025-01-01")).isEqualTo("1 [a, b]");
        assertThat(stepsOn("2025-06-10")).isEqualTo("1 [a, b]");
        assertThat(stepsOn("2025-06-12")).isEqualTo("1 [a, b]");
        assertThat(stepsOn("2025-06-13")).isEqualTo("3 [b, c]");
        assertThat(stepsOn("2030-01-01")).isEqualTo("3 [b, c]");
    }

    @Test
    void section4_daysBeforeAFunnelsFirstVersionUseThatVersion() {
        put(plans, Documents.SITE);
        clock.forward(Duration.ofDays(5));
        put(plans, funnel("[a, b]"));
        clock.forward(Duration.ofDays(5));
        put(plans, Documents.SITE);
        assertThat(plans.funnelOn("shop", "f", LocalDate.parse("2025-06-12"))).isEmpty();
        clock.forward(Duration.ofDays(5));
        put(plans, funnel("[b, c]"));

        assertThat(stepsOn("2025-06-12")).isEqualTo("2 [a, b]");
        assertThat(stepsOn("2025-06-21")).isEqualTo("2 [a, b]");
        assertThat(stepsOn("2025-06-25")).isEqualTo("4 [b, c]");
        assertThat(plans.funnelOn("nowhere", "f", LocalDate.parse("2025-06-12")))
                .isEmpty();
    }

    @Test
    void section4_askingForTheFunnelOfEveryDayOfAYearReadsEachVersionOnce() {
        for (int i = 1; i <= 40; i++) {
            put(plans, funnel("[a, b], window: " + i + "d"));
            clock.forward(Duration.ofDays(1));
        }
        PlanRepository other = other(A_MINUTE);
        AtomicInteger asked = new AtomicInteger();
        LocalDate.parse("2025-01-01").datesUntil(LocalDate.parse("2026-01-01")).forEach(day -> {
            other.funnelOn("shop", "f", day);
            asked.incrementAndGet();
        });

        assertThat(asked).hasValue(365);
        assertThat(items.reads()).isLessThan(400);
        assertThat(other.funnelOn("shop", "f", LocalDate.parse("2025-06-15"))
                        .orElseThrow()
                        .planVersion())
                .isEqualTo(6);
    }

    @Test
    void section7_thePlanForReaders() {
        put(plans, Documents.LAMPS);
        Map<String, Object> json = PlanJson.of(plans.current());

        assertThat(json)
                .containsEntry("version", 1)
                .containsEntry("since", "2025-06-10T12:00:00Z")
                .containsEntry("format", "yaml")
                .containsEntry("source", Documents.LAMPS);
        assertThat(PlanJson.of(plans.version(0))).containsEntry("version", 0);
        put(plans, Documents.BIKES);
        assertThat(PlanJson.of(plans.current())).containsEntry("format", "json");
        assertThat(PlanJson.of(plans.current().sites().get("bikes")).get("funnels"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .last()
                .isEqualTo(Map.of("id", "quick", "steps", List.of("basket", "sale"), "window", "1d"));
    }

    private String stepsOn(String day) {
        PlanRepository.Definition definition =
                plans.funnelOn("shop", "f", LocalDate.parse(day)).orElseThrow();
        return definition.planVersion() + " " + definition.funnel().steps();
    }

    private PlanRepository other(Duration cacheFor) {
        return new PlanRepository(items, clock, cacheFor);
    }

    private static PutResult.Stored put(PlanRepository plans, String source) {
        PutResult result = plans.put(source, "*", null);
        assertThat(result).isInstanceOf(PutResult.Stored.class);
        return (PutResult.Stored) result;
    }

    private static String zone(String zone) {
        return "sites: {shop: {time_zone: " + zone + ", currency: EUR}}\n";
    }

    private static String funnel(String steps) {
        return Documents.funnelWith("{steps: " + steps + "}");
    }
}
