package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.body;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.collect.bots.CrawlerDetector;
import dev.cairn.collect.bots.DeviceClassifier;
import dev.cairn.collect.bots.RequiredLiteral;
import dev.cairn.collect.scrub.IpAddressParser;
import dev.cairn.domain.event.ExclusionReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V3: which events are counted but excluded. */
class ExclusionTest {
    private static final String BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    @Test
    void V3_eachSignExcludesAndTheFirstOfTheListWins() {
        String spam = ",\"referrer\":\"https://www.0-0.fr/x\"";
        assertThat(excluded(event(""), browser())).isNull();
        assertThat(excluded(event(spam), browser())).isEqualTo(ExclusionReason.REFERRER_SPAM);
        assertThat(excluded(event(spam), browser("user-agent", BOT))).isEqualTo(ExclusionReason.CRAWLER);
        assertThat(excluded(event(spam), browser("user-agent", " "))).isEqualTo(ExclusionReason.EMPTY_AGENT);
        assertThat(excluded(event(""), browser("user-agent", null))).isEqualTo(ExclusionReason.EMPTY_AGENT);
        String driven = body(spam, ",\"context\":{\"webdriver\":true}");
        assertThat(excluded(driven, browser("user-agent", BOT))).isEqualTo(ExclusionReason.WEBDRIVER);
        assertThat(excluded(driven, browser("sec-purpose", "prefetch"))).isEqualTo(ExclusionReason.PREFETCH);
        assertThat(excluded(event(""), browser("sec-purpose", "prefetch;prerender")))
                .isEqualTo(ExclusionReason.PREFETCH);
        assertThat(excludedFrom("10.255.0.1", driven, browser("sec-purpose", "prefetch")))
                .isEqualTo(ExclusionReason.INTERNAL);
        assertThat(excludedFrom("2001:db8:1:ffff::1", event(""), browser())).isEqualTo(ExclusionReason.INTERNAL);
        assertThat(excludedFrom("2001:db8:2::1", event(""), browser())).isNull();
        assertThat(excluded(body("", ",\"context\":{\"webdriver\":\"true\"}"), browser()))
                .isNull();
    }

    @Test
    void V3_aServersEventIsJudgedByItsContextAlone() {
        assertThat(excluded(event(""), server())).as("no agent given").isNull();
        assertThat(excluded(event(""), server("user-agent", BOT, "sec-purpose", "prefetch")))
                .isNull();
        assertThat(excluded(body("", ",\"context\":{\"user_agent\":\"" + BOT + "\"}"), server()))
                .isEqualTo(ExclusionReason.CRAWLER);
        assertThat(excluded(body("", ",\"context\":{\"ip\":\"10.0.0.1\"}"), server()))
                .isEqualTo(ExclusionReason.INTERNAL);
        assertThat(excluded(body("", ",\"context\":{\"webdriver\":true}"), server()))
                .isEqualTo(ExclusionReason.WEBDRIVER);
    }

    @Test
    void V3_looksAtTheFirst512CharactersOnly() {
        assertThat(CrawlerDetector.list().isCrawler("x".repeat(502) + "Googlebot/"))
                .isTrue();
        assertThat(CrawlerDetector.list().isCrawler("x".repeat(503) + "Googlebot/"))
                .isFalse();
        assertThat(CrawlerDetector.list().isCrawler("GOOGLEBOT/2.1"))
                .as("case-sensitive")
                .isFalse();
    }

    @Test
    void V3_theVerdictIsThatOfThePlainSearch() throws IOException {
        List<Pattern> plain =
                CrawlerDetector.patterns().stream().map(Pattern::compile).toList();
        assertThat(plain).hasSizeGreaterThan(1_400);
        List<String> agents = instances();
        assertThat(agents).hasSizeGreaterThan(2_000);
        assertThat(agents.stream().limit(50)).allMatch(CrawlerDetector.list()::isCrawler);
        agents.addAll(ordinary(2_000));
        int crawlers = 0;
        for (String agent : agents) {
            String start = agent.substring(0, Math.min(512, agent.length()));
            boolean expected =
                    plain.stream().anyMatch(pattern -> pattern.matcher(start).find());
            assertThat(CrawlerDetector.list().isCrawler(agent)).as(agent).isEqualTo(expected);
            assertThat(CrawlerDetector.list().isCrawler(agent))
                    .as(agent + ", remembered")
                    .isEqualTo(expected);
            crawlers += expected ? 1 : 0;
        }
        assertThat(crawlers).isBetween(2_000, agents.size() - 1_500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            Googlebot\\/ ~ Googlebot/
            AdsBot-Google([^-]|$) ~ AdsBot-Google
            [wW]get ~ get
            Ahrefs(Bot|SiteAudit) ~ Ahrefs
            S[eE][mM]rushBot ~ rushBot
            ab?cd ~ cd
            abc*d ~ ab
            ab{0,3}cde ~ cde
            a|b ~ ``
            (?i)abc ~ ``
            ^abc\\d+de ~ abc
            a+b ~ a
            []x]abc ~ abc
            ((a)b[)]c)de ~ de
            \\x41bc ~ ``
            """)
    void theRequiredTextIsOneThatEachMatchHas(String regex, String text) {
        assertThat(RequiredLiteral.of(regex)).isEqualTo(text);
    }

    @Test
    void V3_theRequiredTextIsInEveryExampleItsPatternFinds() throws IOException {
        List<String> agents = instances();
        for (String regex : CrawlerDetector.patterns()) {
            String required = RequiredLiteral.of(regex);
            Pattern pattern = Pattern.compile(regex);
            for (String agent : agents) {
                if (!agent.contains(required)) {
                    assertThat(pattern.matcher(agent).find())
                            .as(regex + " in " + agent)
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/0, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7/32, 203.0.113.8, false",
        "203.0.113.128/25, 203.0.113.127, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::1, false",
        "10.0.0.0/33, 10.0.0.0, false",
        "10.0.0.0/x, 10.0.0.0, false",
        "localhost, 127.0.0.1, false",
    })
    void readsCidrBlocks(String block, String address, boolean within) {
        assertThat(IpAddressParser.within(address, block)).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1 | mobile
            Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1          | tablet
            Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/133.0.0.0 Mobile Safari/537.36      | mobile
            Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/133.0.0.0 Safari/537.36             | tablet
            Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 Version/7.0 TV Safari/537.36               | tv
            Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.2 Safari/605.1.15      | desktop
            """)
    void tellsTheClassOfADevice(String agent, String device) {
        assertThat(DeviceClassifier.classOf(agent)).isEqualTo(device);
    }

    @ParameterizedTest
    @CsvSource({
        "cloudfront-viewer-country, BE,      the-edge-secret-of-these-tests, BE",
        "cloudfront-viewer-country, Belgium, the-edge-secret-of-these-tests,",
        "cf-ipcountry,              BE,      the-edge-secret-of-these-tests,",
        "cloudfront-viewer-country, BE,      the-edge-secret-of-these-test,",
        "cloudfront-viewer-country, BE,      '',",
    })
    void I1_takesTheCountryFromAnEdgeThatProvesItselfOnly(String header, String value, String proof, String country) {
        CollectFixture rig = new CollectFixture();
        rig.post(event(""), browser(header, value, "x-cairn-edge", proof));
        assertThat(rig.onlyEvent().client().country()).isEqualTo(country);
    }

    /** 10.0.0.0/8 is internal in the plan of these tests: whoever comes from there is left out of statistics. */
    @ParameterizedTest
    @CsvSource({
        "10.255.0.1:443, the-edge-secret-of-these-tests, true",
        "10.255.0.1:443, another-secret-of-these-tests.,  false",
        "10.255.0.1:443, '',                             false",
        "198.51.100.1:80, the-edge-secret-of-these-tests, false",
    })
    void I1_takesTheAddressFromAnEdgeThatProvesItselfOnly(String viewer, String proof, boolean internal) {
        ExclusionReason reason =
                excluded(event(""), browser("cloudfront-viewer-address", viewer, "x-cairn-edge", proof));
        assertThat(reason).isEqualTo(internal ? ExclusionReason.INTERNAL : null);
    }

    private static ExclusionReason excluded(String body, Map<String, String> headers) {
        return excludedFrom(CollectFixture.ADDRESS, body, headers);
    }

    private static ExclusionReason excludedFrom(String address, String body, Map<String, String> headers) {
        CollectFixture rig = new CollectFixture();
        rig.send("POST", body.getBytes(StandardCharsets.UTF_8), headers, Map.of(), address, CollectFixture.NOW);
        return rig.onlyEvent().exclusion();
    }

    private static List<String> instances() throws IOException {
        List<String> agents = new ArrayList<>();
        try (InputStream in = CrawlerDetector.class.getResourceAsStream(CrawlerDetector.RESOURCE)) {
            for (JsonNode entry : new ObjectMapper().readTree(in)) {
                entry.path("instances").forEach(agent -> agents.add(agent.textValue()));
            }
        }
        return agents;
    }

    /** User agents of common browsers, from a seeded generator. */
    private static List<String> ordinary(int count) {
        Random random = new Random(160);
        List<String> systems = List.of(
                "Windows NT 10.0; Win64; x64",
                "Macintosh; Intel Mac OS X 10_15_7",
                "X11; Linux x86_64",
                "iPhone; CPU iPhone OS 18_2 like Mac OS X",
                "Linux; Android 15; Pixel 9",
                "Linux; Android 14; SM-S921B");
        List<String> agents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String system = systems.get(random.nextInt(systems.size()));
            int version = 90 + random.nextInt(60);
            agents.add(
                    switch (random.nextInt(4)) {
                        case 0 ->
                            "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36"
                                    .formatted(system, version, random.nextInt(7_000), random.nextInt(200));
                        case 1 ->
                            "Mozilla/5.0 (%s; rv:%d.0) Gecko/20100101 Firefox/%d.0".formatted(system, version, version);
                        case 2 ->
                            "Mozilla/5.0 (%s) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%d.%d Mobile/15E148 Safari/604.1"
                                    .formatted(system, 12 + random.nextInt(14), random.nextInt(7));
                        default ->
                            "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36 Edg/%d.0.%d.0"
                                    .formatted(system, version, version, random.nextInt(3_000));
                    });
        }
        return agents;
    }
}
