package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.parse.CidrBlocks;
import dev.cairn.plan.parse.Durations;
import dev.cairn.plan.parse.MappingReader;
import dev.cairn.plan.parse.OriginPatterns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scalar values of a plan. */
class PlanValuesTest {

    @ParameterizedTest
    @CsvSource({
        "90s, 90000",
        "15m, 900000",
        "36h, 129600000",
        "30d, 2592000000",
        "0s, 0",
        "1s, 1000",
        "007s, 7000",
        "999999999d, 86399999913600000"
    })
    void section4_durations(String text, long millis) {
        assertThat(Durations.tryParse(text)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "90", "90S", " 90s", "90s ", "-1s", "+1s", "1.5h", "1h30m", "1w", "1000000000s", "٣d"})
    void section4_noDurations(String text) {
        assertThat(Durations.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"90000, 90s", "900000, 15m", "129600000, 36h", "2592000000, 30d", "1000, 1s", "3600000, 1h"})
    void durationsAreWrittenInTheLargestUnit(long millis, String text) {
        assertThat(Durations.text(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, https://shop.example",
        "http://shop.example:8080, http://shop.example:8080",
        "HTTPS://Shop.Example, https://shop.example",
        "https://shop.example:443, https://shop.example",
        "http://shop.example:80, http://shop.example",
        "http://shop.example:443, http://shop.example:443",
        "https://*.shop.example, https://*.shop.example",
        "https://*.shop.example:8443, https://*.shop.example:8443",
        "http://localhost:3000, http://localhost:3000",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://[::1]:8080, http://[::1]:8080",
        "https://xn--lmpchen-5wa.example, https://xn--lmpchen-5wa.example",
        "'null', 'null'",
    })
    void section2_origins(String written, String sent) {
        PlanErrors faults = new PlanErrors();

        assertThat(OriginPatterns.origin(new MappingReader.Place(written, "o", faults)))
                .isEqualTo(sent);
        assertThat(faults.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*",
                "https://*.",
                "https://shop.*",
                "https://a.*.example",
                "https://x*.example",
                "https://*shop.example",
                "https://shop.example/",
                "https://shop.example/path",
                "https://shop.example?x",
                "https://user@shop.example",
                "https://shop.example:0",
                "https://shop.example:65536",
                "https://shop.example:",
                "https://",
                "https://-a.example",
                "https://a..example",
                "https://a b.example",
                "https://lämpchen.example",
                "ftp://shop.example",
                "file://",
                "shop.example",
                "//shop.example",
                "https:shop.example",
            })
    void section2_noOrigins(String written) {
        PlanErrors faults = new PlanErrors();

        assertThat(OriginPatterns.origin(new MappingReader.Place(written, "o", faults)))
                .isNull();
        assertThat(faults.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "10.1.2.3/8, 10.0.0.0/8",
        "192.0.2.129/25, 192.0.2.128/25",
        "192.0.2.1, 192.0.2.1/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
        "2001:db8:ffff::1/33, 2001:db8:8000:0:0:0:0:0/33",
        "::1, 0:0:0:0:0:0:0:1/128",
        "::/0, 0:0:0:0:0:0:0:0/0",
    })
    void V3_internalBlocks(String written, String block) {
        PlanErrors faults = new PlanErrors();

        assertThat(CidrBlocks.block(new MappingReader.Place(written, "o", faults)))
                .isEqualTo(block);
        assertThat(faults.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0/24",
                "10",
                "256.1.1.1",
                "010.0.0.1/8",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "a.example",
                "2001:db8::/129",
                "2001:db8:::/32",
                ":",
                "fe80::1%eth0",
                "::ffff:1.2.3.4/96",
                "10.0.0.0/8 ",
                "1.2.3.4/8/9"
            })
    void V3_noBlocks(String written) {
        PlanErrors faults = new PlanErrors();

        assertThat(CidrBlocks.block(new MappingReader.Place(written, "o", faults)))
                .isNull();
        assertThat(faults.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "chekout_started, checkout_started",
        "newsletter-signup, newsletter_signup",
        "Purchase, purchase",
        "purchse, purchase",
        "nothing_like_it, ''",
        "x, ''",
    })
    void theNearestNameIsOfferedWhenItIsClose(String written, String meant) {
        assertThat(Suggestions.nearest(written, java.util.List.of("checkout_started", "newsletter_signup", "purchase"))
                        .orElse(""))
                .isEqualTo(meant);
    }
}
