package dev.cairn.plan;

import static dev.cairn.plan.Documents.SITE;
import static dev.cairn.plan.Documents.funnelWith;
import static dev.cairn.plan.Documents.goalWith;
import static dev.cairn.plan.Documents.goals;
import static dev.cairn.plan.Documents.siteWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.plan.parse.PlanParser;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4: the whole document is validated, and all faults are reported at once, each with its path. */
class PlanFaultsTest {

    @ParameterizedTest
    @MethodSource
    void section4_namesTheFaultAndItsPath(String source, String path, String says) {
        assertThat(PlanCheck.check(source)).anySatisfy(fault -> {
            assertThat(fault.path()).isEqualTo(path);
            assertThat(fault.message()).contains(says);
        });
        assertThat(PlanParser.read(source).sites()).isEmpty();
    }

    static Stream<Arguments> section4_namesTheFaultAndItsPath() {
        return Stream.of(
                        document(),
                        sites(),
                        goalFaults(),
                        matchFaults(),
                        funnelFaults(),
                        targetFaults(),
                        audienceFaults())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> document() {
        return Stream.of(
                arguments("", "", "empty"),
                arguments("# nothing", "", "empty"),
                arguments("just text", "", "must be a mapping"),
                arguments("[1, 2]", "", "must be a mapping"),
                arguments("{\"sites\": {}", "", "not readable as JSON at line 1"),
                arguments(
                        "sites: [unclosed",
                        "",
                        "not readable as YAML at line 1, column 17: while parsing a flow"
                                + " sequence, expected ',' or ']', but got <stream end>"),
                arguments("a: 1\n  b: 2\n", "", "at line 2, column 4: mapping values are not allowed here"),
                arguments("{\"sites\": {}} {}", "", "another one follows"),
                arguments("{\"sites\": {}} x", "", "not readable as JSON"),
                arguments("extends: default\n---\nextends: default\n", "", "another one follows"),
                arguments("extends: basic", "extends", "use default"),
                arguments("extends: [default]", "extends", "must be a string"),
                arguments("site: {}", "site", "did you mean \"sites\"?"),
                arguments("goals: {}\nGoals: {}", "Goals", "unknown key"),
                arguments("goals: {}\ngoals: {}", "goals", "twice"),
                arguments("{\"goals\": {\"a\": 1, \"a\": 2}}", "goals.a", "twice"),
                arguments("goals: [a]", "goals", "must be a mapping, not a list"),
                arguments("goals: {Purchase: {}}", "goals.Purchase", "is not an id"),
                arguments("goals: {'two words': {}}", "goals[\"two words\"]", "is not an id"),
                arguments("goals: {a: !!binary aGVsbG8=}", "goals.a", "is not a mapping, list"),
                arguments("goals: {a: \"x\\u0000\"}", "goals.a", "U+0000"),
                arguments("{\"goals\": {\"a\": \"\\ud800\"}}", "goals.a", "surrogate"),
                arguments("goals: *nowhere", "goals", "no anchor \"nowhere\""),
                arguments(
                        "a: ".concat("[".repeat(40)).concat("]".repeat(40)), "a" + "[0]".repeat(31), "deeper than 32"));
    }

    private static Stream<Arguments> sites() {
        return Stream.of(
                arguments("sites: {shop: }", "sites.shop.time_zone", "is missing"),
                arguments("sites: {shop: {}}", "sites.shop.currency", "is missing"),
                arguments("sites: {Shop: {}}", "sites.Shop", "is not an id"),
                arguments(siteWith("retention: 30"), "sites.shop.retention", "did you mean \"retention_days\"?"),
                arguments(siteWith("nme: x"), "sites.shop.nme", "did you mean \"name\"?"),
                arguments(siteWith("name: 7"), "sites.shop.name", "put it in quotes"),
                arguments("sites: {s: {time_zone: Europe/Bruxels}}", "sites.s.time_zone", "\"Europe/Brussels\""),
                arguments("sites: {s: {time_zone: \"+02:00\"}}", "sites.s.time_zone", "not an IANA time zone"),
                arguments("sites: {s: {time_zone: utc}}", "sites.s.time_zone", "not an IANA time zone"),
                arguments("sites: {s: {currency: eur}}", "sites.s.currency", "ISO 4217"),
                arguments("sites: {s: {currency: EURO}}", "sites.s.currency", "ISO 4217"),
                arguments("sites: {s: {currency: XAU}}", "sites.s.currency", "not a currency"),
                arguments(siteWith("origins: https://a.example"), "sites.shop.origins", "must be a list"),
                arguments(siteWith("origins: [7]"), "sites.shop.origins[0]", "must be a string"),
                arguments(siteWith("origins: [shop.example]"), "sites.shop.origins[0]", "not an origin"),
                arguments(
                        siteWith("origins: [\"https://a.example\", \"*\"]"), "sites.shop.origins[1]", "not an origin"),
                arguments(siteWith("retention_days: 0"), "sites.shop.retention_days", "1 to 3650"),
                arguments(siteWith("retention_days: 3651"), "sites.shop.retention_days", "1 to 3650"),
                arguments(siteWith("retention_days: 1.5"), "sites.shop.retention_days", "whole number"),
                arguments(siteWith("retention_days: 30d"), "sites.shop.retention_days", "must be a number"),
                arguments(siteWith("own_hosts: [\"https://a.example\"]"), "sites.shop.own_hosts[0]", "not a host"),
                arguments(siteWith("payment_hosts: [\"a/b\"]"), "sites.shop.payment_hosts[0]", "not a host"),
                arguments(siteWith("internal: [10.0.0.0/33]"), "sites.shop.internal[0]", "/32"),
                arguments(siteWith("internal: [office.example]"), "sites.shop.internal[0]", "not an address block"),
                arguments(siteWith("key_pages: [\"https://a.example/x\"]"), "sites.shop.key_pages[0]", "scheme"),
                arguments(siteWith("key_pages: [\"/x?y\"]"), "sites.shop.key_pages[0]", "query"),
                arguments(
                        siteWith("report_props: [\"" + "k".repeat(65) + "\"]"),
                        "sites.shop.report_props[0]",
                        "1 to 64 characters"),
                arguments(siteWith("report_props: sku"), "sites.shop.report_props", "must be a list"),
                arguments(tooManySites(), "sites", "1001 sites are too many; the maximum is 1000"));
    }

    private static Stream<Arguments> goalFaults() {
        String beginning = SITE + "goals: {g: {match: {event: e}, ";
        return Stream.of(
                arguments(SITE + "goals: {g: }", "goals.g.tier", "is missing"),
                arguments(beginning + "tier: macro, ads: {name: N}}}", "goals.g.ads.as", "is missing"),
                arguments(beginning + "tier: macro, ads: {as: primary, name: \"=1\"}}}", "goals.g.ads.name", "letter"),
                arguments(
                        beginning + "tier: macro, ads: {as: primary, name: N}}, "
                                + "h: {match: {event: f}, tier: macro, ads: {as: secondary, name: N}}}",
                        "sites.shop",
                        "the same name for ads"),
                arguments(SITE + "goals: {g: {tier: macro}}", "goals.g.match", "is missing"),
                arguments(SITE + "goals: {g: yes}", "goals.g", "must be a mapping"),
                arguments(
                        SITE + "goals: {'42': {tier: macro, match: {event: e}}}", "goals.42", "must contain a letter"),
                arguments(beginning + "tier: mikro}}", "goals.g.tier", "did you mean \"micro\"?"),
                arguments(beginning + "tier: micro}}", "goals.g.kind", "is missing"),
                arguments(beginning + "tier: macro, kind: milestone}}", "goals.g.kind", "only a micro"),
                arguments(beginning + "tier: micro, kind: step}}", "goals.g.kind", "milestone or secondary"),
                arguments(beginning + "tier: macro, count: once}}", "goals.g.count", "day, event, order or visit"),
                arguments(beginning + "tier: macro, value: lots}}", "goals.g.value", "use event"),
                arguments(beginning + "tier: macro, value: -1}}", "goals.g.value", "must not be negative"),
                arguments(beginning + "tier: macro, value: 1e99}}", "goals.g.value", "at most 15 digits"),
                arguments(beginning + "tier: macro, value: [1]}}", "goals.g.value", "must be an amount"),
                arguments(beginning + "tier: macro, value: {currency: EUR}}}", "goals.g.value.amount", "is missing"),
                arguments(
                        beginning + "tier: macro, value: {amount: 1, currency: X}}}",
                        "goals.g.value.currency",
                        "ISO 4217"),
                arguments(beginning + "tier: macro, pixel: true}}", "goals.g.pixel", "only a micro"),
                arguments(beginning + "tier: macro, pixel: maybe}}", "goals.g.pixel", "true or false"),
                arguments(beginning + "tier: macro, by: browser}}", "goals.g.by", "use server"),
                arguments(beginning + "tier: macro, by: true}}", "goals.g.by", "must be a string"),
                arguments(
                        beginning + "tier: micro, kind: secondary, pixel: true, by: server}}",
                        "goals.g.by",
                        "no server key"),
                arguments(beginning + "tier: macro, ads: first}}", "goals.g.ads", "primary or secondary"),
                arguments(beginning + "tier: macro, mach: x}}", "goals.g.mach", "did you mean \"match\"?"));
    }

    private static Stream<Arguments> matchFaults() {
        return Stream.of(
                arguments(goalWith("{}"), "goals.g.match", "every event"),
                arguments(goalWith("{event: }"), "goals.g.match", "every event"),
                arguments(goalWith("purchase"), "goals.g.match", "must be a mapping"),
                arguments(goalWith("{evnt: x}"), "goals.g.match.evnt", "did you mean \"event\"?"),
                arguments(goalWith("{event: [a, b]}"), "goals.g.match.event", "must be a string"),
                arguments(goalWith("{event: ' '}"), "goals.g.match.event", "must be a string"),
                arguments(goalWith("{url: 'https://a.example/*'}"), "goals.g.match.url", "leave the scheme out"),
                arguments(goalWith("{url: '/a?b=*'}"), "goals.g.match.url", "without query"),
                arguments(goalWith("{key_page: 1}"), "goals.g.match.key_page", "true or false"),
                arguments(goalWith("{props: {}}"), "goals.g.match.props", "at least one property"),
                arguments(goalWith("{props: {a: }}"), "goals.g.match.props.a", "exists, gte, in, like or lte"),
                arguments(
                        goalWith("{props: {a: {fold_case: true, exists: true}}}"),
                        "goals.g.match.props.a.fold_case",
                        "without like"),
                arguments(goalWith("{props: {a: [1]}}"), "goals.g.match.props.a", "{in: […]}"),
                arguments(goalWith("{props: {a: {}}}"), "goals.g.match.props.a", "is empty"),
                arguments(goalWith("{props: {a: {gt: 1}}}"), "goals.g.match.props.a.gt", "did you mean \"gte\"?"),
                arguments(goalWith("{props: {a: {in: []}}}"), "goals.g.match.props.a.in", "is empty"),
                arguments(goalWith("{props: {a: {in: [[1]]}}}"), "goals.g.match.props.a.in[0]", "must be a string"),
                arguments(goalWith("{props: {a: {gte: five}}}"), "goals.g.match.props.a.gte", "must be a number"),
                arguments(goalWith("{props: {a: {gte: 2, lte: 1}}}"), "goals.g.match.props.a.gte", "nothing can match"),
                arguments(goalWith("{props: {a: {like: []}}}"), "goals.g.match.props.a.like", "is empty"),
                arguments(goalWith("{any: []}"), "goals.g.match.any", "is empty"),
                arguments(goalWith("{any: {event: a}}"), "goals.g.match.any", "must be a list"),
                arguments(goalWith("{all: [{event: a}, {}]}"), "goals.g.match.all[1]", "at least one of"),
                arguments(goalWith("{any: [{event: a}, b]}"), "goals.g.match.any[1]", "must be a mapping"),
                arguments(goalWith("{not: {evemt: a}}"), "goals.g.match.not.evemt", "did you mean \"event\"?"),
                arguments(goalWith("{not: {dwell: {min: 3s}}}"), "goals.g.match.not.dwell", "only at the top level"),
                arguments(
                        goalWith("{all: [{dwell: above_average}]}"),
                        "goals.g.match.all[0].dwell",
                        "only at the top level"),
                arguments(
                        goalWith("{dwell: {min: 3s}, any: [{event: a}, {pages_per_visit: {min: 2}}]}"),
                        "goals.g.match.any[1]",
                        "in one place"),
                arguments(goalWith("{scroll_depth: 50}"), "goals.g.match.scroll_depth", "must be a mapping"),
                arguments(goalWith("{scroll_depth: {}}"), "goals.g.match.scroll_depth.min", "is missing"),
                arguments(goalWith("{scroll_depth: {min: 101}}"), "goals.g.match.scroll_depth.min", "at most 100"),
                arguments(goalWith("{scroll_depth: {min: 0}}"), "goals.g.match.scroll_depth.min", "above 0"),
                arguments(goalWith("{video_complete: {max: 5}}"), "goals.g.match.video_complete.max", "use min"),
                arguments(goalWith("{pages_per_visit: {min: 0}}"), "goals.g.match.pages_per_visit.min", "whole number"),
                arguments(
                        goalWith("{pages_per_visit: {min: 1.5}}"), "goals.g.match.pages_per_visit.min", "whole number"),
                arguments(goalWith("{dwell: {min: 60}}"), "goals.g.match.dwell.min", "60 is not a duration"),
                arguments(goalWith("{dwell: {min: 1 minute}}"), "goals.g.match.dwell.min", "90s, 15m, 36h or 30d"),
                arguments(goalWith("{dwell: average}"), "goals.g.match.dwell", "above_average"),
                arguments(goalWith("{visit_frequency: often}"), "goals.g.match.visit_frequency", "above_average"));
    }

    private static Stream<Arguments> funnelFaults() {
        return Stream.of(
                arguments(funnelWith("{}"), "funnels.f.steps", "is missing"),
                arguments(funnelWith("{steps: a}"), "funnels.f.steps", "must be a list"),
                arguments(funnelWith("{steps: [a]}"), "funnels.f.steps", "has 1 step; use 2 to 20"),
                arguments(funnelWith("{steps: [" + "a, ".repeat(20) + "a]}"), "funnels.f.steps", "has 21 steps"),
                arguments(funnelWith("{steps: [a, {b: c}]}"), "funnels.f.steps[1]", "must be a string"),
                arguments(funnelWith("{steps: [a, b, x]}"), "funnels.f.steps[2]", "no goal \"x\""),
                arguments(funnelWith("{steps: [a, b], window: 0s}"), "funnels.f.window", "the minimum is 1s"),
                arguments(funnelWith("{steps: [a, b], window: 181d}"), "funnels.f.window", "the maximum is 180d"),
                arguments(funnelWith("{steps: [a, b], window: 30}"), "funnels.f.window", "30 is not a duration; use"),
                arguments(funnelWith("{steps: [a, b], window: 4w}"), "funnels.f.window", "is not a duration"),
                arguments(funnelWith("{steps: [a, b], within: {a: 1d}}"), "funnels.f.within.a", "no previous step"),
                arguments(funnelWith("{steps: [a, b], within: {'1': 1d}}"), "funnels.f.within.1", "no previous step"),
                arguments(funnelWith("{steps: [a, b], within: {'3': 1d}}"), "funnels.f.within.3", "from 2 to 2"),
                arguments(funnelWith("{steps: [a, b], within: {c: 1d}}"), "funnels.f.within.c", "no step \"c\""),
                arguments(
                        funnelWith("{steps: [a, b, b], within: {b: 1d}}"), "funnels.f.within.b", "more than one step"),
                arguments(funnelWith("{steps: [a, b], within: {b: 1d, 2: 2d}}"), "funnels.f.within.2", "already"),
                arguments(funnelWith("{steps: [a, b], within: {b: }}"), "funnels.f.within.b", "is missing"),
                arguments(
                        funnelWith("{steps: [a, b], exclude: [{from: 1, to: 2}]}"),
                        "funnels.f.exclude[0].event",
                        "missing"),
                arguments(
                        funnelWith("{steps: [a, b], exclude: [{event: x, from: 0, to: 2}]}"),
                        "funnels.f.exclude[0].from",
                        "from 1 to 1"),
                arguments(
                        funnelWith("{steps: [a, b, c], exclude: [{event: x, from: 2, to: 2}]}"),
                        "funnels.f.exclude[0].to",
                        "later step"),
                arguments(
                        funnelWith("{steps: [a, b], exclude: [{event: x, from: 1, to: 3}]}"),
                        "funnels.f.exclude[0].to",
                        "from 2 to 2"),
                arguments(
                        goals("a", "b") + "funnels: {f: {steps: [a, b], window: 60d}}\n"
                                + siteWith("retention_days: 59"),
                        "funnels.f.window",
                        "60d is longer than the retention of site shop, 59d"),
                arguments(
                        "extends: default\n" + siteWith("retention_days: 29"),
                        "sites.shop.retention_days",
                        "shorter than the window of funnel checkout, 30d"),
                arguments(
                        goals("a", "b") + siteWith("retention_days: 10, funnels: {own: {steps: [a, b]}}"),
                        "sites.shop.funnels.own.window",
                        "30d is longer"),
                arguments(
                        goals("a") + siteWith("funnels: {own: {steps: [a, nix]}}"),
                        "sites.shop.funnels.own.steps[1]",
                        "no goal \"nix\""));
    }

    private static Stream<Arguments> targetFaults() {
        String days = "from: 2026-10-01, to: 2026-12-31";
        return Stream.of(
                arguments(target("{" + days + ", value: 3}"), "targets.t.metric", "is missing"),
                arguments(
                        target("{metric: conversion, goal: a, value: 3, " + days + "}"),
                        "targets.t.metric",
                        "\"conversions\""),
                arguments(target("{metric: conversions, value: 3, " + days + "}"), "targets.t.goal", "is missing"),
                arguments(
                        target("{metric: visits, goal: a, value: 3, " + days + "}"),
                        "targets.t.goal",
                        "belongs to the site"),
                arguments(
                        target("{metric: value, goal: x, value: 3, " + days + "}"), "targets.t.goal", "no goal \"x\""),
                arguments(target("{metric: visits, " + days + "}"), "targets.t.value", "either value"),
                arguments(
                        target("{metric: visits, value: 1, change: +1%, compare: year_before, " + days + "}"),
                        "targets.t.value",
                        "either value"),
                arguments(target("{metric: visits, value: 0, " + days + "}"), "targets.t.value", "above 0"),
                arguments(
                        target("{metric: visits, change: 18%, baseline: 5, " + days + "}"),
                        "targets.t.change",
                        "with its sign"),
                arguments(target("{metric: visits, change: +18%, " + days + "}"), "targets.t.change", "either compare"),
                arguments(
                        target("{metric: visits, value: 3, baseline: 5, " + days + "}"),
                        "targets.t.baseline",
                        "requires change"),
                arguments(
                        target("{metric: visits, change: +18%, compare: last_year, " + days + "}"),
                        "targets.t.compare",
                        "year_before"),
                arguments(target("{metric: visits, value: 3, to: 2026-10-01}"), "targets.t.from", "is missing"),
                arguments(
                        target("{metric: visits, value: 3, from: 2026-02-30, to: 2026-10-01}"),
                        "targets.t.from",
                        "is not a date"),
                arguments(
                        target("{metric: visits, value: 3, from: 2026-10-02, to: 2026-10-01}"),
                        "targets.t.to",
                        "before from"));
    }

    private static Stream<Arguments> audienceFaults() {
        return Stream.of(
                arguments(audience("{not: b}"), "audiences.x.did", "is missing"),
                arguments(audience("{did: a, not: a}"), "audiences.x.not", "no members"),
                arguments(audience("{did: y}"), "audiences.x.did", "no goal \"y\""),
                arguments(audience("{did: a, not: y}"), "audiences.x.not", "no goal \"y\""),
                arguments(audience("{did: a, after: 31d}"), "audiences.x.after", "shorter than within (30d)"),
                arguments(audience("{did: a, within: 181d}"), "audiences.x.within", "the maximum is 180d"),
                arguments(audience("{did: a, within: soon}"), "audiences.x.within", "is not a duration"));
    }

    private static String target(String target) {
        return SITE + goals("a") + "targets: {t: " + target + "}";
    }

    private static String audience(String audience) {
        return SITE + goals("a", "b") + "audiences: {x: " + audience + "}";
    }

    private static String tooManySites() {
        return "sites:\n"
                + IntStream.rangeClosed(0, PlanParser.MAX_SITES)
                        .mapToObj(i -> "  s" + i + ": {time_zone: UTC, currency: EUR}\n")
                        .collect(Collectors.joining());
    }

    @Test
    void section4_saysNoGoalAsTheSpecificationDoes() {
        String source = SITE
                + "extends: default\nfunnels: {checkout: {steps: [product_interest, add_to_cart, chekout_started]}}";

        assertThat(PlanCheck.check(source))
                .singleElement()
                .hasToString(
                        "funnels.checkout.steps[2]: no goal \"chekout_started\" (did you mean \"checkout_started\"?)");
    }

    @Test
    void section4_reportsEveryFaultAtOnce() {
        String source = """
                extends: defalt
                sites:
                  one: {time_zone: Mars/Base, currency: EUR, origins: [one.example]}
                  two: {time_zone: UTC, currency: EUR, orgins: []}
                goals:
                  a: {tier: micro, kind: milestone, match: {event: a}, cuont: day}
                  b: {tier: macro, kind: secondary, match: {url: "/x?y"}}
                funnels:
                  f: {steps: [a, c], window: 400d}
                audiences:
                  gone: {did: d}
                """;

        assertThat(PlanCheck.check(source))
                .extracting(PlanError::path)
                .containsExactlyInAnyOrder(
                        "extends",
                        "sites.one.time_zone",
                        "sites.one.origins[0]",
                        "sites.two.orgins",
                        "goals.a.cuont",
                        "goals.b.kind",
                        "goals.b.match.url",
                        "funnels.f.window",
                        "funnels.f.steps[1]",
                        "audiences.gone.did");
    }

    @Test
    void section4_aGoalThatOnlySomeSitesDefineIsAFaultThatNamesTheOthers() {
        String source = """
                sites:
                  with: {time_zone: UTC, currency: EUR, goals: {demo: {tier: macro, match: {event: demo}}}}
                  without: {time_zone: UTC, currency: EUR}
                  replacing: {time_zone: UTC, currency: EUR, funnels: {f: {steps: [a, a]}}}
                goals: {a: {tier: micro, kind: milestone, match: {event: a}}}
                funnels: {f: {steps: [a, demo]}}
                """;

        assertThat(PlanCheck.check(source))
                .singleElement()
                .hasToString("funnels.f.steps[1]: no goal \"demo\" on site without");
        assertThat(PlanCheck.check(source.replace("  without: {time_zone: UTC, currency: EUR}\n", "")))
                .isEmpty();
    }

    @Test
    void aFaultyGoalIsStillAGoalSoThatOneMistakeIsOneFault() {
        String source =
                SITE + "goals: {a: {tier: macro, match: {event: a}}, b: {tier: macro}}\nfunnels: {f: {steps: [a, b]}}";

        assertThat(PlanCheck.check(source)).extracting(PlanError::path).containsExactly("goals.b.match");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void section4_whateverIsPutTheAnswerIsAListOfFaults(long seed) {
        Random random = new Random(seed);
        String alphabet = "{}[]:,*&!|>'\"#%@`-? \n\t\\019aezé€\u0000\ud800<~+.";
        for (int round = 0; round < 1_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? Documents.LAMPS : Documents.BIKES);
            for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                text.replace(
                        at,
                        Math.min(text.length(), at + random.nextInt(4)),
                        String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
            }
            PlanParser.Reading reading = PlanParser.read(text.toString());
            assertThat(reading.faults().isEmpty() || reading.sites().isEmpty()).isTrue();
        }
    }

    @Test
    void manyFaultsAreCountedPastAThousand() {
        String source =
                IntStream.range(0, 1_500).mapToObj(i -> "unknown" + i + ": 1\n").collect(Collectors.joining());

        assertThat(PlanCheck.check(source)).hasSize(1_001).last().hasToString("and 500 more errors");
    }
}
