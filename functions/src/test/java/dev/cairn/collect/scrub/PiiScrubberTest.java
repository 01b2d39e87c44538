package dev.cairn.collect.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CorporaTest;
import dev.cairn.collect.Sites;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiiScrubberTest {
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    private final PiiScrubber scrubber = new PiiScrubber(Sites.shop(), false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://shop.example/p/42?utm_source=news&size=XL&token=abc#top | https://shop.example/p/42?utm_source=news&size=XL
            https://jane:pw@shop.example:8443/a?b=c                         | https://shop.example:8443/a
            https://shop.example/?gclid=abc&ref=x&source=y                  | https://shop.example/?ref=x&source=y
            https://shop.example/?utm_source=jane%40mail.example            | https://shop.example/?utm_source=:redacted
            https://shop.example/?utm_source=jane%2540mail.example          | https://shop.example/?utm_source=:redacted
            https://shop.example/u/jane%40mail.example/orders               | https://shop.example/u/:redacted/orders
            https://shop.example/u/jane@mail.example/orders                 | https://shop.example/u/:redacted/orders
            https://shop.example/reset/0123456789abcdef0123456789ABCDEF     | https://shop.example/reset/:redacted
            https://shop.example/c/4111-1111-1111-1111                      | https://shop.example/c/:redacted
            https://shop.example/c/4111%201111%201111%201111/x              | https://shop.example/c/:redacted/x
            https://shop.example/c/4111.1111.1111.1111                      | https://shop.example/c/:redacted
            https://shop.example/c/%EF%BC%94111111111111111                 | https://shop.example/c/:redacted
            https://shop.example/?utm_term=%2B49%20170%201234567            | https://shop.example/?utm_term=:redacted
            https://shop.example/?utm_campaign=spring+20250101              | https://shop.example/?utm_campaign=spring+20250101
            https://shop.example/2025/11/20/12345678                        | https://shop.example/2025/11/20/12345678
            https://203.0.113.7/a                                           | https://redacted/a
            https://203.0.113.7:8080/a                                      | https://redacted:8080/a
            https://[2001:db8::7]:8080/a                                    | https://redacted:8080/a
            https://shop.example/ip/203.0.113.7                             | https://shop.example/ip/:redacted
            https://shop.example/?ref=https%3A%2F%2Fx.example%2Fa%3Ft%3D1   | https://shop.example/?ref=https%3A%2F%2Fx.example%2Fa
            https://shop.example                                            | https://shop.example
            https://shop.example?token=abc                                  | https://shop.example
            HTTP://SHOP.example/A?X=1                                       | HTTP://SHOP.example/A
            https://shop.example/a%2                                        | https://shop.example/a%2
            https://shop.example/?=&&&utm_x                                 | https://shop.example/?utm_x
            """)
    void I5_cutsAndRedactsAddresses(String sent, String kept) {
        assertThat(scrubber.page(sent)).contains(kept);
        assertThat(scrubber.text(sent)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail jane.doe+x@mail.example now         | mail :redacted now
            jane@mail.example@other.example          | :redacted
            <jane@mail.example>                      | <:redacted>
            "jane doe"@mail.example                  | "jane :redacted
            josé@münchen.example                     | :redacted
            jane@localhost                           | jane@localhost
            jane%40mail.example                      | :redacted
            card 4111 1111 1111 1111.                | card :redacted.
            4111111111111111 12/27                   | :redacted 12/27
            4111-1111-1111-1112                      | 4111-1111-1111-1112
            378282246310005                          | :redacted
            no4111111111111111x                      | no:redactedx
            DE89 3704 0044 0532 0130 00 please       | :redacted please
            GB82WEST12345698765432                   | :redacted
            gb82west12345698765433                   | gb82west12345698765433
            0123456789abcdef0123456789abcdef         | :redacted
            0123456789abcdef0123456789abcde          | 0123456789abcdef0123456789abcde
            from 203.0.113.7:443                     | from :redacted:443
            1.2.3                                    | 1.2.3
            300.1.2.3                                | 300.1.2.3
            2001:db8::ff00:42:8329                   | :redacted
            [2001:db8:0:0:0:ff00:42:8329]            | [:redacted]
            ip:2001:db8::1                           | ip::redacted
            ::ffff:203.0.113.7                       | :redacted
            12:34:56                                 | 12:34:56
            aa:bb:cc:dd:ee:ff                        | aa:bb:cc:dd:ee:ff
            see https://x.example/a?token=abc#d now  | see https://x.example/a now
            /reset?token=abc                         | /reset
            //x.example/a?token=abc                  | //x.example/a
            x.example/reset?token=abc                | x.example/reset
            really? yes                              | really? yes
            add_to_cart                              | add_to_cart
            card 4111.1111.1111.1111 ok              | card :redacted ok
            4111/1111/1111/1111                      | :redacted
            4111_1111_1111_1111                      | :redacted
            4111 - 1111 - 1111 - 1111                | :redacted
            4111  1111  1111  1111                   | :redacted
            3782.822463.10005                        | :redacted
            4111.11111.111.1111                      | 4111.11111.111.1111
            4111–1111–1111–1111       | :redacted
            4111 1111 1111 1111       | :redacted
            41​11111111111111                   | :redacted
            4111­1111­1111­1111       | :redacted
            ４１１１１１１１１１１１１１１１ | :redacted
            jane＠mail.example                   | :redacted
            jane​@mail.example                  | :redacted
            DE89 3704 0044 0532 0130 00 | :redacted
            café １２                   | café １２
            call +49 170 1234567 now                 | call :redacted now
            +32-2-555-12-12-34                       | :redacted
            (+4917012345678)                         | (:redacted)
            +1 (212) 555-0100                        | :redacted
            +20250101                                | +20250101
            size+123456789                           | size+123456789
            1+123456789                              | 1+123456789
            +12345678901234567                       | +12345678901234567
            """)
    void I5_redactsWhatIsPrivateInItself(String sent, String kept) {
        assertThat(scrubber.text(sent)).isEqualTo(kept);
    }

    @Test
    void I5_redactsTokens() {
        assertThat(scrubber.text(JWT)).isEqualTo(":redacted");
        assertThat(scrubber.text("token_" + JWT + " x")).isEqualTo("token_:redacted x");
        assertThat(scrubber.text(JWT.substring(0, 30))).isEqualTo(":redacted");
        assertThat(scrubber.text("eyJ is how they begin.")).isEqualTo("eyJ is how they begin.");
    }

    @Test
    void I5_keepsClickIdsOnlyWithConsentForAds() {
        String sent = "https://shop.example/?gclid=abc";
        assertThat(new PiiScrubber(Sites.shop(), true).page(sent)).contains(sent);
        assertThat(scrubber.page(sent)).contains("https://shop.example/");
    }

    @Test
    void keepsOnlyPagesOfTheWeb() {
        for (String sent :
                List.of("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/p", "https://", "x")) {
            assertThat(scrubber.page(sent)).as(sent).isEmpty();
        }
    }

    @Test
    void scrubbingTwiceIsScrubbingOnce() throws IOException {
        List<String> pieces = List.of(
                "jane@mail.example",
                "4111111111111111",
                "4111 1111",
                "203.0.113.7",
                "2001:db8::1",
                JWT,
                "%40",
                "%2540",
                "@",
                ":",
                "/",
                "//",
                "?",
                "#",
                "&",
                "=",
                " ",
                "-",
                ".",
                "+",
                "\"",
                "https://",
                "a",
                "7",
                "0123456789abcdef",
                "DE89370400440532013000",
                "DE89 3704",
                "utm_source=",
                "ref=",
                ":redacted",
                "x.example",
                "é",
                "\\",
                "eyJ");
        Random random = new Random(20261121);
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertStable(text.toString());
        }
        CorporaTest.naughtyStrings().forEach(this::assertStable);
    }

    private void assertStable(String text) {
        String once = scrubber.text(text);
        assertThat(scrubber.text(once)).as(text).isEqualTo(once);
        scrubber.page(text)
                .ifPresent(page -> assertThat(scrubber.page(page)).as(text).contains(page));
    }

    @Test
    void takesTimeInProportionToTheLength() {
        for (String piece : List.of(
                "@",
                "a@",
                "@a.",
                "1 ",
                "1-",
                "eyJ",
                "eyJ.",
                "1.",
                "1:",
                ":",
                "%25",
                "%40",
                "A1",
                "a",
                "4",
                "://",
                "?=",
                "/",
                " ",
                "https://a@",
                "ref=https%3A%2F%2F")) {
            String small = piece.repeat(20_000 / piece.length());
            String large = piece.repeat(400_000 / piece.length());
            millis(small);
            assertThat(millis(large)).as(piece).isLessThan(Math.max(2_000, 200 * millis(small)));
        }
    }

    private long millis(String text) {
        long started = System.nanoTime();
        scrubber.text(text);
        scrubber.page("https://x.example/" + text);
        return (System.nanoTime() - started) / 1_000_000;
    }
}
