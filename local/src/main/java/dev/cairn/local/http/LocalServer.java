package dev.cairn.local.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** An HTTP server with a virtual thread for each request. */
public final class LocalServer implements AutoCloseable {

    /** API Gateway's limit for the size of a request. */
    public static final int MAX_REQUEST_BYTES = 10 << 20;

    private static final GatewayAnswer TOO_LARGE =
            GatewayAnswer.json(413, "{\"message\":\"Request Entity Too Large\"}");

    /** A route that is served without the functions. */
    @FunctionalInterface
    public interface Own {
        GatewayAnswer answer(GatewayEvent event) throws InterruptedException;
    }

    private final HttpServer server;
    private final Gateway gateway;
    private final Map<String, Own> own;
    private final Clock clock;
    private final FullDisk disk;

    /** Listens on this machine only, without a data folder whose disk could fill up. */
    public LocalServer(int port, Gateway gateway, Map<String, Own> own, Clock clock) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), gateway, own, clock, FullDisk.NEVER);
    }

    /**
     * @param address the address to listen on; port 0 for any free port
     * @param own routes by method and path, {@code "GET /"}, which take precedence over the gateway
     * @throws BindException when the port is in use
     */
    public LocalServer(InetSocketAddress address, Gateway gateway, Map<String, Own> own, Clock clock, FullDisk disk)
            throws IOException {
        this.disk = disk;
        this.gateway = gateway;
        this.own = own;
        this.clock = clock;
        server = HttpServer.create(address, 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::exchange);
    }

    public void start() {
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(1);
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = body(exchange);
            write(exchange, body == null ? TOO_LARGE : answer(event(exchange, body)));
        }
    }

    private GatewayAnswer answer(GatewayEvent event) {
        Own handler = own.get(event.method() + " " + event.path());
        try {
            if (handler == null) {
                return disk.explain(gateway.answer(event));
            }
            Optional<GatewayAnswer> refusal = OwnPages.refusal(event, port());
            return refusal.isPresent() ? refusal.get() : handler.answer(event);
        } catch (InterruptedException e) {
            return GatewayAnswer.json(503, "{\"message\":\"Shutting down\"}");
        }
    }

    private GatewayEvent event(HttpExchange exchange, byte[] body) {
        String query = exchange.getRequestURI().getRawQuery();
        return new GatewayEvent(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query == null ? "" : query,
                joined(exchange.getRequestHeaders()),
                body,
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                clock.instant());
    }

    private static Map<String, String> joined(Headers headers) {
        Map<String, String> joined = new TreeMap<>();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            joined.put(header.getKey().toLowerCase(Locale.ROOT), String.join(",", header.getValue()));
        }
        return joined;
    }

    /** Null if it is larger than API Gateway allows. */
    private static byte @org.jspecify.annotations.Nullable [] body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(MAX_REQUEST_BYTES + 1);
            if (body.length <= MAX_REQUEST_BYTES) {
                return body;
            }
            in.transferTo(java.io.OutputStream.nullOutputStream()); // otherwise the client never reads the response
            return null;
        }
    }

    private static void write(HttpExchange exchange, GatewayAnswer answer) throws IOException {
        answer.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("content-length")) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        boolean bodiless = exchange.getRequestMethod().equals("HEAD")
                || answer.status() == 204
                || answer.status() == 304
                || answer.body().length == 0;
        exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
