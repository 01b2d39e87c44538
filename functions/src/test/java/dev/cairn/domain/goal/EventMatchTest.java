package dev.cairn.domain.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.TestEvents;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*         | ''            | true",
                "*         | /a/b          | true",
                "**        | x             | true",
                "''        | ''            | true",
                "''        | x             | false",
                "/blog/*   | /blog/        | true",
                "/blog/*   | /blog         | false",
                "/blog/*   | /blog/a/b     | true",
                "/blog/*   | /x/blog/a     | false",
                "*.pdf     | a.pdf         | true",
                "*.pdf     | .pdf          | true",
                "*.pdf     | a.pdf.exe     | false",
                "a*b*c     | abc           | true",
                "a*b*c     | a__b__b__c    | true",
                "a*b*c     | a__c__b       | false",
                "a*a       | a             | false",
                "*ab       | aab           | true",
                "purchase  | purchase      | true",
                "purchase  | Purchase      | false",
                "a.c       | abc           | false",
                "a?c       | abc           | false",
                "[a-z]     | b             | false",
                "a\\*      | 'a\\b'        | true",
                "a\\*      | ab            | false",
            })
    void G1_onlyTheStarIsSpecialAndMatchesAnyRun(String glob, String text, boolean matches) {
        assertThat(new Glob(glob).matches(text)).isEqualTo(matches);
    }

    @Test
    void G1_aGlobMatchesWhatTheDefinitionMatches() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String glob = random("ab*", random, 8);
            String text = random("ab", random, 12);
            Pattern definition = Pattern.compile(glob.replace("*", ".*"));
            assertThat(new Glob(glob).matches(text))
                    .as("%s on %s", glob, text)
                    .isEqualTo(definition.matcher(text).matches());
        }
    }

    private static String random(String letters, Random random, int most) {
        return random.ints(random.nextInt(most + 1), 0, letters.length())
                .mapToObj(each -> letters.substring(each, each + 1))
                .collect(Collectors.joining());
    }

    /** A search that begins again after each character would take some 100 times as long for the long literal. */
    @Test
    void G1_aGlobTakesTimeLinearInPatternPlusText() {
        String text = "a".repeat(1_000_000);
        Glob shortest = new Glob("*ab*");
        Glob longest = new Glob("*" + "a".repeat(252) + "b*");

        assertThat(cpuNanos(longest, text)).isLessThan(20 * cpuNanos(shortest, text));
        assertThat(new Glob("a*".repeat(127) + "b").matches(text)).isFalse();
    }

    private static long cpuNanos(Glob glob, String text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return IntStream.range(0, 5)
                .mapToLong(any -> {
                    long began = threads.getCurrentThreadCpuTime();
                    assertThat(glob.matches(text)).isFalse();
                    return threads.getCurrentThreadCpuTime() - began;
                })
                .min()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "/thanks, https://shop.example/thanks, true",
        "/thanks, https://shop.example/thanks?order=1#top, true",
        "/thanks, https://shop.example/Thanks, false",
        "/, https://shop.example, true",
        "shop.example/*, https://SHOP.example:8443/a, true",
        "shop.example/*, https://pro.shop.example/a, false",
        "*.shop.example/*, https://pro.shop.example/a, true",
        "*/a, https://shop.example/a, true",
        "/a, , false",
        "*, not a url, false",
        "*, https://shop.example/, true",
    })
    void G1_urlsByPathOrByHostAndPath(String glob, @Nullable String url, boolean matches) {
        assertThat(new EventMatch.Url(new Glob(glob)).holds(event(url, Map.of())))
                .isEqualTo(matches);
    }

    @Test
    void G1_propertiesByValue() {
        AcceptedEvent event = event(null, Map.of("n", new BigDecimal("1.0"), "t", "brochure.pdf", "b", true));

        assertThat(prop("n", List.of(new BigDecimal("1")), null, null, null, null)
                        .holds(event))
                .isTrue();
        assertThat(prop("n", List.of("1.0"), null, null, null, null).holds(event))
                .isFalse();
        assertThat(prop("n", null, "1", "1", null, null).holds(event)).isTrue();
        assertThat(prop("n", null, "1.01", null, null, null).holds(event)).isFalse();
        assertThat(prop("n", null, null, "0.99", null, null).holds(event)).isFalse();
        assertThat(prop("t", null, "1", null, null, null).holds(event)).isFalse();
        assertThat(prop("b", List.of(false, true), null, null, null, null).holds(event))
                .isTrue();
        assertThat(prop("t", null, null, null, true, null).holds(event)).isTrue();
        assertThat(prop("t", null, null, null, false, null).holds(event)).isFalse();
        assertThat(prop("x", null, null, null, false, null).holds(event)).isTrue();
        assertThat(prop("x", List.of("y"), null, null, null, null).holds(event)).isFalse();
        assertThat(prop("t", null, null, null, null, List.of(new Glob("*.zip"), new Glob("*.pdf")))
                        .holds(event))
                .isTrue();
        assertThat(prop("t", null, null, null, null, List.of(new Glob("*.zip"))).holds(event))
                .isFalse();
        assertThat(prop("n", null, null, null, null, List.of(new Glob("*"))).holds(event))
                .isFalse();
        assertThat(prop("x", null, null, null, null, List.of(new Glob("*"))).holds(event))
                .isFalse();
    }

    @Test
    void G1_allAnyAndNot() {
        AcceptedEvent event = event(null, Map.of());
        EventMatch yes = new EventMatch.Always();
        EventMatch no = new EventMatch.Not(yes);

        assertThat(new EventMatch.All(List.of(yes, yes)).holds(event)).isTrue();
        assertThat(new EventMatch.All(List.of(yes, no)).holds(event)).isFalse();
        assertThat(new EventMatch.Any(List.of(no, yes)).holds(event)).isTrue();
        assertThat(new EventMatch.Any(List.of()).holds(event)).isFalse();
    }

    private static EventMatch prop(
            String key,
            @Nullable List<Object> in,
            @Nullable String gte,
            @Nullable String lte,
            @Nullable Boolean exists,
            @Nullable List<Glob> like) {
        return new EventMatch.Prop(
                key,
                in,
                gte == null ? null : new BigDecimal(gte),
                lte == null ? null : new BigDecimal(lte),
                exists,
                like);
    }

    private static AcceptedEvent event(@Nullable String url, Map<String, Object> props) {
        return TestEvents.accepted("e").url(url).props(props).build();
    }
}
