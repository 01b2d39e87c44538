package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.plan.parse.PlanParser;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one site of a plan may hold (section 4). */
class PlanLimitsTest {
    private static final String TOP = "sites:\n  shop:\n    time_zone: UTC\n    currency: EUR\n";
    private static final String GOAL = "{tier: micro, kind: secondary, match: {event: a}}";
    private static final String PAIR = "goals: {a: " + GOAL + ", b: " + GOAL + "}\n";

    @ParameterizedTest
    @MethodSource("limits")
    void section4_aSiteAtItsLimitIsAcceptedAndOneAboveIsNamedWithItsPath(
            IntFunction<String> plan, int most, String path, String says) {
        assertThat(PlanCheck.check(plan.apply(most))).isEmpty();
        assertThat(PlanCheck.check(plan.apply(most + 1)))
                .anySatisfy(fault -> {
                    assertThat(fault.path()).isEqualTo(path);
                    assertThat(fault.message()).contains(says);
                })
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void R8_aPlanInForceSinceBeforeALimitIsStillRead(IntFunction<String> plan, int most, String path, String says) {
        assertThat(PlanParser.readStored(plan.apply(most + 1)).faults()).isEmpty();
        assertThat(PlanParser.readStored(plan.apply(most + 1)).sites()).containsKey("shop");
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                own("goals", 300, n -> goals(n)),
                arguments((IntFunction<String>) n -> TOP + "goals: {" + goals(n) + "}", 300, "goals", "at most 300"),
                arguments(
                        (IntFunction<String>) n -> TOP + "    goals: {x: " + GOAL + "}\ngoals: {" + goals(n - 1) + "}",
                        300,
                        "sites.shop.goals",
                        "1 goals, and 300 more from the plan, are too many; a site has at most 300"),
                own("funnels", 100, n -> many(n, i -> "f" + i + ": {steps: [a, b]}")),
                own("targets", 20, n -> many(n, PlanLimitsTest::target)),
                own("audiences", 20, n -> many(n, i -> "u" + i + ": {did: a}")),
                list("origins", 200, i -> "\"https://s" + i + ".example\""),
                list("internal", 1_000, i -> "10.0." + i / 256 + "." + i % 256),
                list("key_pages", 200, i -> "/k" + i),
                list("report_props", 10, i -> "p" + i),
                pattern("goals.long.match.event", text -> "{event: " + text + "}"),
                pattern("goals.long.match.url", text -> "{url: " + text + "}"),
                pattern("goals.long.match.any[0].not.url", text -> "{any: [{not: {url: " + text + "}}]}"),
                pattern("goals.long.match.props.p.like", text -> "{props: {p: {like: " + text + "}}}"),
                pattern("goals.long.match.props.p.like[1]", text -> "{props: {p: {like: [x, " + text + "]}}}"),
                arguments(
                        (IntFunction<String>) n -> TOP + "    key_pages: [/" + "k".repeat(n - 1) + "]",
                        256,
                        "sites.shop.key_pages[0]",
                        "a pattern has at most 256"),
                arguments(
                        (IntFunction<String>) n ->
                                TOP + PAIR + "funnels: {f: {steps: [a, b], exclude: [{event: " + "e".repeat(n) + "}]}}",
                        256,
                        "funnels.f.exclude[0].event",
                        "a pattern has at most 256"),
                arguments(
                        (IntFunction<String>) n -> TOP + PAIR + "funnels: {f: {steps: [a, b], exclude: ["
                                + many(n, i -> "{event: e" + i + "}") + "]}}",
                        20,
                        "funnels.f.exclude",
                        "the maximum is 20"),
                arguments(
                        (IntFunction<String>) n -> TOP + "goals: {g: {tier: macro, match: {props: {p: {like: ["
                                + many(n - 1, i -> "v" + i) + "]}}}}}",
                        200,
                        "goals.g.match",
                        "at most 200"),
                arguments(
                        (IntFunction<String>) n -> TOP + "goals: {g: {tier: macro, match: {props: {p: {in: ["
                                + many((n - 1) * 100, i -> "v" + i) + "]}}}}}",
                        200,
                        "goals.g.match",
                        "at most 200"),
                arguments(
                        (IntFunction<String>) n -> TOP + "    goals: {"
                                + many(
                                        11,
                                        i -> "g" + i + ": {tier: macro, match: {props: {p: {like: ["
                                                + many(i == 0 ? n - 1_851 : 184, j -> "v" + j) + "]}}}}")
                                + "}",
                        2_000,
                        "sites.shop",
                        "in all its goals"),
                arguments(
                        (IntFunction<String>) n -> TOP + "    name: " + "x".repeat(n - 46),
                        131_072,
                        "sites.shop",
                        "131072"));
    }

    private static Arguments own(String section, int most, IntFunction<String> definitions) {
        return arguments(
                (IntFunction<String>) n -> TOP + "    " + section + ": {" + definitions.apply(n) + "}\n"
                        + (section.equals("goals") ? "" : PAIR),
                most,
                "sites.shop." + section,
                "a site has at most " + most);
    }

    private static Arguments list(String key, int most, IntFunction<String> entry) {
        return arguments(
                (IntFunction<String>) n -> TOP + "    " + key + ": [" + many(n, entry) + "]",
                most,
                "sites.shop." + key,
                "the maximum is " + most);
    }

    private static Arguments pattern(String path, java.util.function.UnaryOperator<String> match) {
        return arguments(
                (IntFunction<String>)
                        n -> TOP + "goals: {long: {tier: macro, match: " + match.apply("/" + "p".repeat(n - 1)) + "}}",
                256,
                path,
                "has 257 characters; a pattern has at most 256");
    }

    private static String goals(int number) {
        return many(number, i -> "g" + i + ": " + GOAL);
    }

    private static String target(int i) {
        return "t" + i + ": {metric: visits, value: 3, from: 2026-10-01, to: 2026-10-02}";
    }

    private static String many(int number, IntFunction<String> each) {
        return IntStream.range(0, number).mapToObj(each).collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://*.com",
                "https://*.co.uk",
                "http://*.github.io",
                "https://*.GitHub.io:8443",
                "https://*.xn--p1ai",
                "https://*.foo.ck",
                "https://*.s3.amazonaws.com"
            })
    void section4_aPublicSuffixIsNoOrigin(String origin) {
        assertThat(PlanCheck.check(TOP + "    origins: [\"https://ok.example\", \"" + origin + "\"]"))
                .extracting(PlanError::path)
                .containsExactly("sites.shop.origins[1]");
        assertThat(PlanParser.readStored(TOP + "    origins: [\"" + origin + "\"]")
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://*.shop.example",
        "https://*.shop.co.uk",
        "https://*.shop.github.io",
        "https://*.localhost",
        "https://*.www.ck",
        "https://github.io"
    })
    void section4_hostsUnderOneOwnerAreOrigins(String origin) {
        assertThat(PlanCheck.check(TOP + "    origins: [\"" + origin + "\"]")).isEmpty();
    }

    @Test
    void section4_aPublicSuffixIsRefusedWithTheReason() {
        assertThat(PlanCheck.check(TOP + "    origins: [\"https://*.github.io\"]"))
                .hasToString("[sites.shop.origins[0]: \"https://*.github.io\" would let strangers send: anyone can"
                        + " register a name under github.io; list your own hosts, such as https://shop.github.io]");
    }
}
