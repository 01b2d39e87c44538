package dev.cairn.plan.parse;

import static dev.cairn.plan.Documents.goalWith;
import static dev.cairn.plan.Documents.onlySite;
import static dev.cairn.plan.Documents.siteWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.AdsAction;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.EventMatch;
import dev.cairn.domain.goal.Glob;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.Goal.Alternative;
import dev.cairn.domain.goal.GoalValue;
import dev.cairn.domain.goal.VisitCondition;
import dev.cairn.plan.Documents;
import dev.cairn.plan.model.DigestSchedule;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanParserTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void section4_readsTheExampleOfTheSpecification() {
        PlanParser.Reading reading = PlanParser.read(Documents.LAMPS);

        assertThat(reading.faults()).isEmpty();
        assertThat(reading.sites()).containsOnlyKeys("shop", "b2b");
        Site shop = reading.sites().get("shop");
        assertThat(shop.name()).isEqualTo("Lamp shop");
        assertThat(shop.zones().current()).isEqualTo(ZoneId.of("Europe/Brussels"));
        assertThat(shop.currency()).isEqualTo("EUR");
        assertThat(shop.collect().origins()).containsExactly("https://shop.example");
        assertThat(shop.visits().ownHosts()).containsExactly("shop.example");
        assertThat(shop.funnels().get("checkout"))
                .isEqualTo(new Funnel(
                        "checkout",
                        List.of("product_interest", "add_to_cart", "checkout_started", "purchase"),
                        30 * DAY,
                        Map.of(4, 7 * DAY),
                        List.of(new Funnel.Exclude(new Glob("order_cancelled"), 3, 4))));
        assertThat(shop.definitions().targets().get("sales_up").aim())
                .isEqualTo(new Target.ChangeAgainstPeriod(new BigDecimal("0.18"), "year_before"));
        assertThat(shop.definitions().targets().get("q4_leads"))
                .isEqualTo(new Target(
                        "q4_leads",
                        "conversions",
                        "lead_form_completed",
                        new Target.Value(new BigDecimal("300")),
                        LocalDate.of(2026, 10, 1),
                        LocalDate.of(2026, 12, 31)));
        assertThat(shop.definitions().audiences().get("left_cart"))
                .isEqualTo(new Audience("left_cart", "add_to_cart", "purchase", DAY, 30 * DAY));
    }

    @ParameterizedTest
    @CsvSource({"daily, DAILY", "weekly, WEEKLY", "both, BOTH", "none, NONE"})
    void aSiteSaysHowOftenItsDigestIsSent(String word, DigestSchedule schedule) {
        assertThat(onlySite(siteWith("digest: " + word)).notifications().digest())
                .isEqualTo(schedule);
    }

    @Test
    void aDigestIsSentToNobodyWhoDidNotAskForIt() {
        assertThat(onlySite(siteWith("")).notifications().digest()).isEqualTo(DigestSchedule.NONE);
        assertThat(PlanParser.read(siteWith("digest: hourly")).faults())
                .singleElement()
                .asString()
                .contains("digest", "hourly", "both, daily, none or weekly");
    }

    @Test
    void D2_aGoalMayBeMetByServerKeysOnly() {
        Site shop = onlySite(
                siteWith(
                        "goals: {sold: {tier: macro, match: {event: sold}, by: server}, seen: {tier: macro, match: {event: seen}}}"));

        assertThat(shop.goals().get("sold").byServer()).isTrue();
        assertThat(shop.goals().get("sold").admits(false)).isFalse();
        assertThat(shop.goals().get("seen").admits(false)).isTrue();
    }

    @Test
    void section4_extendsAmendsTheDefaultPlanByName() {
        Site shop = PlanParser.read(Documents.LAMPS).sites().get("shop");

        assertThat(shop.goals().get("newsletter_signup").count()).isEqualTo(CountingMethod.DAY);
        assertThat(shop.goals().get("newsletter_signup").alternatives())
                .containsExactly(new Alternative(new EventMatch.Event(new Glob("newsletter_signup")), null));
        assertThat(shop.goals().get("purchase").ads()).isEqualTo(new AdsAction(true, "purchase"));
        assertThat(shop.goals()).containsKeys("blog_read", "webinar_registration");
        assertThat(shop.funnels()).containsOnlyKeys("checkout", "quote");
    }

    @Test
    void section4_withoutExtendsThereIsNoDefaultPlan() {
        Site bikes = onlySite(Documents.BIKES);

        assertThat(bikes.goals()).containsOnlyKeys("model_viewed", "letter", "basket", "sale");
        assertThat(bikes.funnels().get("quick").windowMillis()).isEqualTo(DAY);
        assertThat(bikes.name()).isEqualTo("bikes");
        assertThat(bikes.retentionDays()).isEqualTo(400);
        Goal sale = bikes.goals().get("sale");
        assertThat(sale.value()).isEqualTo(GoalValue.OF_THE_EVENT);
        assertThat(sale.count()).isEqualTo(CountingMethod.ORDER);
    }

    @Test
    void section4_aSitesOwnFunnelsComeFirst() {
        Site blog = PlanParser.read("""
                        extends: default
                        sites:
                          blog:
                            time_zone: UTC
                            currency: EUR
                            funnels:
                              reader_to_buyer: {steps: [newsletter_signup, purchase]}
                        """).sites().get("blog");

        assertThat(blog.funnels().keySet()).startsWith("reader_to_buyer").contains("checkout");
    }

    @Test
    void section4_aSiteAddsAndReplacesForItselfOnly() {
        Map<String, Site> sites = PlanParser.read(Documents.LAMPS).sites();

        assertThat(sites.get("b2b").funnels().get("quote").steps())
                .containsExactly("key_page_viewed", "quote_form_started", "quote_requested");
        assertThat(sites.get("shop").funnels().get("quote").steps())
                .containsExactly("quote_form_started", "quote_requested");
    }

    @Test
    void section4_aSiteMayHaveEverySectionOfItsOwn() {
        Site shop = onlySite("extends: default\n" + siteWith("""
                goals: {demo: {tier: macro, match: {event: demo}}, purchase: {tier: macro, match: {event: sold}}},
                funnels: {f: {steps: [add_to_cart, demo], window: 1s}},
                targets: {t: {metric: visits, value: 9, from: 2026-01-01, to: 2026-01-01}},
                audiences: {a: {did: demo}}
                """));

        assertThat(shop.goals()).containsKey("demo");
        assertThat(shop.goals().get("purchase").count()).isEqualTo(CountingMethod.EVENT);
        assertThat(shop.funnels().get("f").windowMillis()).isEqualTo(1_000);
        assertThat(shop.definitions().targets()).containsOnlyKeys("t");
        assertThat(shop.definitions().audiences().get("a").not()).isNull();
    }

    @Test
    void section4_readsEverySiteKey() {
        Site shop = onlySite(siteWith("""
                name: "Lämpchen & Co", retention_days: 3650, origins: ["https://a.example", "null"],
                own_hosts: ["A.example", "*.b.example"], payment_hosts: [pay.example], keep_query: [q, page],
                internal: [10.1.2.3/8, 192.0.2.7, "2001:DB8::1/32"], key_pages: ["/pricing*", "Pro.Example/Demo"]
                """));

        assertThat(shop.name()).isEqualTo("Lämpchen & Co");
        assertThat(shop.retentionDays()).isEqualTo(3_650);
        assertThat(shop.collect().origins()).containsExactly("https://a.example", "null");
        assertThat(shop.visits().ownHosts()).containsExactly("a.example", "*.b.example");
        assertThat(shop.visits().paymentHosts()).containsExactly("pay.example");
        assertThat(shop.collect().keepQuery()).containsExactly("q", "page");
        assertThat(shop.collect().internal()).containsExactly("10.0.0.0/8", "192.0.2.7/32", "2001:db8:0:0:0:0:0:0/32");
        assertThat(shop.definitions().keyPages()).containsExactly("/pricing*", "pro.example/Demo");
    }

    @Test
    void section4_yamlAndJsonSayTheSame() {
        String yaml = """
                sites: {bikes: {time_zone: UTC, currency: USD, origins: []}}
                goals:
                  model_viewed: {tier: micro, kind: milestone, match: {event: page_view, url: /models/*}, count: day}
                  letter: {tier: micro, kind: secondary, match: {event: letter}, count: day}
                  basket: {tier: micro, kind: milestone, match: {event: basket}, count: event}
                  sale: {tier: macro, match: {event: sale}, count: order, value: event, ads: primary}
                funnels:
                  sales: {steps: [model_viewed, basket, sale], window: 30d}
                  letter_to_sale: {steps: [letter, sale], window: 30d}
                  quick: {steps: [basket, sale], window: 1d}
                """;

        assertThat(PlanParser.read(yaml)).isEqualTo(PlanParser.read(Documents.BIKES));
    }

    @Test
    void section4_windowIs30DaysWhenAbsentAndAtMost180() {
        assertThat(onlySite(Documents.funnelWith("{steps: [a, b]}"))
                        .funnels()
                        .get("f")
                        .windowMillis())
                .isEqualTo(30 * DAY);
        assertThat(onlySite(Documents.funnelWith("{steps: [a, b], window: 180d}"))
                        .funnels()
                        .get("f")
                        .windowMillis())
                .isEqualTo(180 * DAY);
    }

    @Test
    void section4_withinIsKeyedByGoalOrByStepNumberAndMayBeLongerThanTheWindow() {
        Funnel funnel = onlySite(Documents.funnelWith("{steps: [a, b, a], window: 1d, within: {b: 36h, 3: 90s}}"))
                .funnels()
                .get("f");

        assertThat(funnel.withinMillis()).containsOnly(Map.entry(2, DAY * 3 / 2), Map.entry(3, 90_000L));
    }

    @Test
    void section4_anExclusionWithoutStepsHoldsFromTheFirstToTheLast() {
        Funnel funnel = onlySite(Documents.funnelWith("{steps: [a, b, c], exclude: [{event: 'cancel*'}]}"))
                .funnels()
                .get("f");

        assertThat(funnel.excludes()).containsExactly(new Funnel.Exclude(new Glob("cancel*"), 1, 3));
    }

    @Test
    void G1_severalKeysBesideEachOtherMustAllHold() {
        assertThat(match("{event: page_view, url: 'Shop.Example/Blog/*', props: {n: 1, t: x, b: true}}"))
                .isEqualTo(new EventMatch.All(List.of(
                        new EventMatch.Event(new Glob("page_view")),
                        new EventMatch.Url(new Glob("shop.example/Blog/*")),
                        equalTo("n", new BigDecimal("1")),
                        equalTo("t", "x"),
                        equalTo("b", true))));
    }

    @Test
    void G1_readsEveryTestOfAProperty() {
        assertThat(match("{props: {p: {in: [1, a], gte: 0.5, lte: 9, exists: true, like: ['*.pdf']}}}"))
                .isEqualTo(new EventMatch.Prop(
                        "p",
                        List.of(new BigDecimal("1"), "a"),
                        new BigDecimal("0.5"),
                        new BigDecimal("9"),
                        true,
                        List.of(new Glob("*.pdf"))));
    }

    @Test
    void G1_readsAllAnyAndNot() {
        assertThat(match("{all: [{event: a}, {any: [{event: b}, {not: {event: c}}]}]}"))
                .isEqualTo(new EventMatch.All(List.of(
                        new EventMatch.Event(new Glob("a")),
                        new EventMatch.Any(List.of(
                                new EventMatch.Event(new Glob("b")),
                                new EventMatch.Not(new EventMatch.Event(new Glob("c"))))))));
    }

    @Test
    void G2_engagementKeysStandBesideOthers() {
        assertThat(alternatives("{scroll_depth: {min: 50}, pages_per_visit: {min: 3}, dwell: {min: 60s},"
                        + " visit_frequency: {min: 4}, video_complete: {min: 95.5}, url: '/blog/*'}"))
                .containsExactly(new Alternative(
                        new EventMatch.Url(new Glob("/blog/*")),
                        new VisitCondition(new BigDecimal("50"), 3, 60_000L, false, 4, false, new BigDecimal("95.5"))));
    }

    @Test
    void G2_aboveAverage() {
        assertThat(alternatives("{dwell: above_average, visit_frequency: above_average}"))
                .containsExactly(new Alternative(
                        new EventMatch.Always(), new VisitCondition(null, null, null, true, null, true, null)));
    }

    @Test
    void G2_aBranchOfAnyMayLookAtTheVisitAndKeepsWhatStandsBesideIt() {
        assertThat(alternatives("{url: /a, any: [{event: e}, {dwell: {min: 1m}}]}"))
                .containsExactly(
                        new Alternative(
                                new EventMatch.All(List.of(
                                        new EventMatch.Url(new Glob("/a")), new EventMatch.Event(new Glob("e")))),
                                null),
                        new Alternative(
                                new EventMatch.Url(new Glob("/a")),
                                new VisitCondition(null, null, 60_000L, false, null, false, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12.50              | 12.50 | EUR",
                "'\"12.50\"'        | 12.50 | EUR",
                "0                  | 0     | EUR",
                "{amount: 3}        | 3     | EUR",
                "'{amount: \"3.10\", currency: USD}' | 3.10 | USD",
            })
    void G3_aFixedValueIsInTheSitesCurrencyUnlessItNamesOne(String value, String amount, String currency) {
        Goal goal = onlySite(Documents.SITE + "goals: {g: {tier: macro, match: {event: e}, value: " + value + "}}")
                .goals()
                .get("g");

        assertThat(goal.value()).isEqualTo(new GoalValue.Fixed(new Money(new BigDecimal(amount), currency)));
    }

    @Test
    void G3_eachSiteHasFixedValuesInItsOwnCurrency() {
        Map<String, Site> sites = PlanParser.read("""
                sites: {a: {time_zone: UTC, currency: EUR}, b: {time_zone: UTC, currency: SEK}}
                goals: {g: {tier: macro, match: {event: e}, value: 5}}
                """).sites();

        assertThat(sites.get("a").goals().get("g").value().of(null).currency()).isEqualTo("EUR");
        assertThat(sites.get("b").goals().get("g").value().of(null).currency()).isEqualTo("SEK");
    }

    @Test
    void section4_aThousandSitesReadInSecondsAndShareWhatTheyHaveInCommon() {
        String source = "extends: default\nsites:\n"
                + IntStream.range(0, PlanParser.MAX_SITES)
                        .mapToObj(i -> "  s" + i + ": {time_zone: UTC, currency: EUR}\n")
                        .collect(Collectors.joining());
        Instant began = Instant.now();

        Map<String, Site> sites = PlanParser.read(source).sites();

        assertThat(sites).hasSize(1_000);
        assertThat(sites.get("s999").goals()).isSameAs(sites.get("s0").goals());
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    private static List<Alternative> alternatives(String match) {
        return onlySite(goalWith(match)).goals().get("g").alternatives();
    }

    private static EventMatch match(String match) {
        List<Alternative> alternatives = alternatives(match);
        assertThat(alternatives).hasSize(1);
        assertThat(alternatives.getFirst().engagement()).isNull();
        return alternatives.getFirst().match();
    }

    private static EventMatch equalTo(String key, Object value) {
        return new EventMatch.Prop(key, List.of(value), null, null, null, null);
    }
}
