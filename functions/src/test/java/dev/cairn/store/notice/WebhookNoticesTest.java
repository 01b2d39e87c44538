package dev.cairn.store.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.notice.WebhookNotices.WebhookSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNoticesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final WebhookSecret SECRET = WebhookSecret.of("shop", new byte[32]);
    private static final Notice NOTICE = new Notice("id", "shop", "subject", "text", "{\"id\":\"id\"}");

    private final List<InetAddress> connected = new ArrayList<>();

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException notALiteral) {
            throw new IllegalArgumentException(notALiteral);
        }
    }

    private WebhookNotices.Form form = WebhookNotices.Form.JSON;

    private WebhookNotices to(String url, List<InetAddress> resolved, WebhookNotices.Connector connector) {
        return new WebhookNotices(url, form, SECRET, CLOCK, host -> resolved, connector);
    }

    /** Posts to a receiver that answers this, and returns what it was sent. */
    private String post(String answer) throws IOException {
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> {
                try (Socket client = receiver.accept()) {
                    byte[] read = new byte[8_192];
                    int length = client.getInputStream().read(read);
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    return new String(read, 0, length, StandardCharsets.US_ASCII);
                } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                }
            });
            to("https://hooks.example.com/a?b=c", List.of(address("93.184.216.34")), (to, host, port, timeout) -> {
                        connected.add(to);
                        assertThat(host).isEqualTo("hooks.example.com");
                        assertThat(port).isEqualTo(443);
                        return new Socket(InetAddress.getLoopbackAddress(), receiver.getLocalPort());
                    })
                    .send(NOTICE);
            return request.join();
        }
    }

    @Test
    void N6_11_theBodyIsSignedWithItsTime() throws IOException {
        String request = post("HTTP/1.1 204 No Content\r\n\r\n");

        assertThat(request)
                .startsWith("POST /a?b=c HTTP/1.1\r\nHost: hooks.example.com\r\n")
                .endsWith("\r\n\r\n{\"id\":\"id\"}")
                .contains("Cairn-Signature: t=1700000000,v1="
                        + SECRET.signature(1_700_000_000, NOTICE.json().getBytes(StandardCharsets.UTF_8)));
        assertThat(connected).containsExactly(address("93.184.216.34"));
        assertThat(SECRET.text())
                .hasSize(64)
                .isNotEqualTo(WebhookSecret.of("lamps", new byte[32]).text());
        assertThat(SECRET.toString()).doesNotContain(SECRET.text());
    }

    /** A chat has three characters of its own: what a site's name or a label has of them is text, not a link. */
    @Test
    void H7_aChatGetsSubjectAndTextInItsOwnForm() {
        Notice notice = new Notice(
                "id", "shop", "Lamps & <https://evil.example|Co>: daily digest", "Yesterday\n- 3 > 2 “visits”", "{}");

        assertThat(WebhookNotices.Form.CHAT.body(notice))
                .isEqualTo(
                        "{\"text\":\"*Lamps &amp; &lt;https://evil.example|Co&gt;: daily digest*\\nYesterday\\n- 3 &gt; 2"
                                + " “visits”\"}");
    }

    @Test
    void H7_aChatIsPostedToLikeAWebhook() throws IOException {
        form = WebhookNotices.Form.CHAT;

        assertThat(post("HTTP/1.1 200 OK\r\n\r\n"))
                .startsWith("POST /a?b=c HTTP/1.1\r\nHost: hooks.example.com\r\n")
                .contains("\r\nContent-Type: application/json\r\n")
                .endsWith("\r\n\r\n{\"text\":\"*subject*\\ntext\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 Found\r\nLocation: https://169.254.169.254/latest/meta-data\r\n\r\n",
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://10.0.0.1/\r\n\r\n",
                "HTTP/1.1 500 Internal Server Error\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                ""
            })
    void N6_11_everythingBut2xxIsNotSentAndNoRedirectIsFollowed(String answer) {
        assertThatThrownBy(() -> post(answer)).isInstanceOf(NoticeNotSentException.class);
        assertThat(connected).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001::1",
                "2001:db8::1",
                "fec0::1",
                "::7f00:1"
            })
    void N6_11_noAddressOfAPrivateNetworkIsConnectedTo(String literal) {
        WebhookNotices webhook = to("https://hooks.example.com/", List.of(address(literal)), this::unexpected);

        assertThatThrownBy(() -> webhook.send(NOTICE))
                .isInstanceOf(NoticeNotSentException.class)
                .hasMessageContaining("public internet");
        assertThat(connected).isEmpty();
    }

    private Socket unexpected(InetAddress to, String host, int port, int timeout) throws IOException {
        connected.add(to);
        throw new IOException("must not connect");
    }

    @Test
    void N6_11_oneprivateAddressAmongPublicOnesIsEnough() {
        WebhookNotices webhook = to(
                "https://hooks.example.com/", List.of(address("93.184.216.34"), address("10.0.0.1")), this::unexpected);

        assertThatThrownBy(() -> webhook.send(NOTICE)).hasMessageContaining("public internet");
        assertThat(connected).isEmpty();
    }

    /** The name leads to a private address from its second lookup on: there is only one, and it is connected to. */
    @Test
    void N6_11_aNameThatResolvesDifferentlyLaterChangesNothing() {
        int[] lookups = {0};
        WebhookNotices webhook = new WebhookNotices(
                "https://rebinding.example.com/",
                WebhookNotices.Form.JSON,
                SECRET,
                CLOCK,
                host -> List.of(address(lookups[0]++ == 0 ? "93.184.216.34" : "127.0.0.1")),
                this::unexpected);

        assertThatThrownBy(() -> webhook.send(NOTICE)).isInstanceOf(NoticeNotSentException.class);
        assertThat(lookups[0]).isEqualTo(1);
        assertThat(connected).containsExactly(address("93.184.216.34"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hooks.example.com/", "ftp://hooks.example.com/"})
    void N6_11_onlyHttps(String url) {
        assertThatThrownBy(() -> to(url, List.of(address("93.184.216.34")), this::unexpected)
                        .send(NOTICE))
                .hasMessageContaining("https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1"})
    void publicAddressesArePublic(String literal) {
        assertThat(PublicAddress.is(address(literal))).isTrue();
    }
}
