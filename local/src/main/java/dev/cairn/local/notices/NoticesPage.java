package dev.cairn.local.notices;

import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.notices.LocalNotices.Received;
import dev.cairn.store.notice.Notice;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page that shows the newest messages on this machine. It has no script and loads nothing. */
public final class NoticesPage {
    private static final int MOST = 100;
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final LocalNotices notices;

    public NoticesPage(LocalNotices notices) {
        this.notices = notices;
    }

    public GatewayAnswer answer() {
        return new GatewayAnswer(
                200,
                Map.of(
                        "content-type", "text/html; charset=utf-8",
                        "content-security-policy", POLICY,
                        "x-content-type-options", "nosniff",
                        "referrer-policy", "no-referrer",
                        "cache-control", "no-store"),
                html(notices.newestFirst()).getBytes(StandardCharsets.UTF_8));
    }

    private static String html(List<Received> all) {
        String messages = all.isEmpty()
                ? "<p>There are no messages yet. Anomalies and the digests that a plan asks for appear here.</p>\n"
                : all.stream().limit(MOST).map(NoticesPage::article).collect(Collectors.joining());
        String older = all.size() > MOST ? "<p>" + (all.size() - MOST) + " older messages are not shown.</p>\n" : "";
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Cairn: messages</title>\n"
                + "<main>\n<h1>Messages</h1>\n" + messages + older + "</main>\n</html>\n";
    }

    private static String article(Received received) {
        Notice notice = received.notice();
        return "<article>\n<h2>" + escape(notice.subject()) + "</h2>\n<p><small>" + escape(notice.site())
                + ", <time>" + received.at().truncatedTo(ChronoUnit.SECONDS) + "</time></small></p>\n<p>"
                + escape(notice.text()).replace("\n", "<br>\n") + "</p>\n<details><summary>JSON</summary><p><code>"
                + escape(notice.json()) + "</code></p></details>\n</article>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
