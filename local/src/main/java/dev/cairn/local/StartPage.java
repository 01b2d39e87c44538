package dev.cairn.local;

import dev.cairn.local.http.GatewayAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/** The page at {@code /}: what there is, with links that work once the reader has put in a key. */
final class StartPage {
    private static final int DAYS = 30;

    private StartPage() {}

    /** @param site whose statistics the links show */
    static GatewayAnswer answer(Clock clock, String site, int port) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), clock.getZone());
        String page = template()
                .replace("{{site}}", site)
                .replace("{{base}}", "http://localhost:" + port)
                .replace("{{from}}", today.minusDays(DAYS).toString())
                .replace("{{to}}", today.toString());
        return new GatewayAnswer(
                200,
                Map.of(
                        "content-type",
                        "text/html; charset=utf-8",
                        "cache-control",
                        "no-store",
                        "content-security-policy",
                        "default-src 'none'; style-src 'unsafe-inline';"
                                + " script-src 'unsafe-inline'; connect-src 'self'"),
                page.getBytes(StandardCharsets.UTF_8));
    }

    private static String template() {
        try (InputStream in = StartPage.class.getResourceAsStream("start.html")) {
            if (in == null) {
                throw new IllegalStateException("start.html is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
