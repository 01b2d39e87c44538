package dev.cairn.store.notice;

import dev.cairn.store.Hmac;
import dev.cairn.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts messages to a site's webhook (N6.11). The address comes from a plan, and editing a plan must not give access to
 * the stack's own network. Therefore only https and public internet addresses are allowed, the connection goes to the
 * address that was checked (a name that resolves differently the second time changes nothing), and redirects are not
 * followed.
 */
public final class WebhookNotices implements Notices {
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int HTTPS = 443;
    private static final int MOST_STATUS_BYTES = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

    /** The format of the request body. */
    public enum Form {
        /** The message's JSON. */
        JSON,

        /** The format of Slack's incoming webhooks, which Mattermost, Rocket.Chat and Google Chat accept too. */
        CHAT;

        String body(Notice notice) {
            return this == JSON
                    ? notice.json()
                    : Json.MAPPER
                            .createObjectNode()
                            .put("text", "*" + escaped(notice.subject()) + "*\n" + escaped(notice.text()))
                            .toString();
        }

        /** Escapes the three characters that could begin a link or a mention. */
        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }

    private final URI url;
    private final Form form;
    private final WebhookSecret secret;
    private final Clock clock;
    private final Resolver resolver;
    private final Connector connector;

    /** Finds the addresses of a host. */
    interface Resolver {
        List<InetAddress> resolve(String host) throws IOException;
    }

    /** Connects to an address and verifies that the host is there. */
    interface Connector {
        Socket connect(InetAddress address, String host, int port, int timeoutMillis) throws IOException;
    }

    public WebhookNotices(String url, Form form, WebhookSecret secret, Clock clock) {
        this(url, form, secret, clock, host -> List.of(InetAddress.getAllByName(host)), WebhookNotices::connect);
    }

    WebhookNotices(String url, Form form, WebhookSecret secret, Clock clock, Resolver resolver, Connector connector) {
        this.url = URI.create(url);
        this.form = form;
        this.secret = secret;
        this.clock = clock;
        this.resolver = resolver;
        this.connector = connector;
    }

    @Override
    public void send(Notice notice) {
        String host = url.getHost();
        if (!"https".equals(url.getScheme()) || host == null) {
            throw new NoticeNotSentException("the webhook is not an https address");
        }
        try {
            List<InetAddress> addresses = resolver.resolve(host);
            if (addresses.isEmpty() || !addresses.stream().allMatch(PublicAddress::is)) {
                throw new NoticeNotSentException("the webhook's host is not on the public internet");
            }
            int status = post(addresses.getFirst(), host, form.body(notice).getBytes(StandardCharsets.UTF_8));
            if (status < 200 || status > 299) {
                throw new NoticeNotSentException("the webhook returned status " + status);
            }
        } catch (IOException unreachable) {
            throw new NoticeNotSentException("the webhook did not respond", unreachable);
        }
    }

    private int post(InetAddress address, String host, byte[] body) throws IOException {
        long deadline = System.nanoTime() + TIME.toNanos();
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        try (Socket socket = connector.connect(address, host, port, left(deadline))) {
            socket.setSoTimeout(left(deadline));
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head(host, body).getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            return status(socket, deadline);
        }
    }

    private String head(String host, byte[] body) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        long seconds = clock.instant().getEpochSecond();
        return "POST " + URI.create(path + query).toASCIIString() + " HTTP/1.1\r\nHost: " + host + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nCairn-Signature: t=" + seconds + ",v1=" + secret.signature(seconds, body)
                + "\r\nUser-Agent: Cairn\r\nConnection: close\r\n\r\n";
    }

    /** Reads byte by byte, so that a slow receiver cannot take more than the 10 seconds. */
    private static int status(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
            if (line.length() > MOST_STATUS_BYTES) {
                throw new IOException("no status line");
            }
            socket.setSoTimeout(left(deadline));
        }
        Matcher status = STATUS.matcher(line.toString().strip());
        if (!status.matches()) {
            throw new IOException("no status line");
        }
        return Integer.parseInt(status.group(1));
    }

    private static int left(long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new IOException("no response within 10 seconds");
        }
        return (int) millis;
    }

    private static Socket connect(InetAddress address, String host, int port, int timeoutMillis) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, port), timeoutMillis);
            plain.setSoTimeout(timeoutMillis);
            SSLSocket tls = (SSLSocket)
                    ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException | RuntimeException failed) {
            plain.close();
            throw failed;
        }
    }

    /** The secret that signs messages to a site's webhook. It is derived, so nothing is stored. */
    public record WebhookSecret(String text) {

        public static WebhookSecret of(String site, byte[] master) {
            return new WebhookSecret(
                    HexFormat.of().formatHex(Hmac.hmac(master, ("webhook:" + site).getBytes(StandardCharsets.UTF_8))));
        }

        /** HMAC-SHA-256 of the time, a dot and the body, in lower-case hexadecimal digits. */
        String signature(long seconds, byte[] body) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            message.writeBytes(body);
            return HexFormat.of().formatHex(Hmac.hmac(text.getBytes(StandardCharsets.US_ASCII), message.toByteArray()));
        }

        @Override
        public String toString() {
            return "WebhookSecret";
        }
    }
}
