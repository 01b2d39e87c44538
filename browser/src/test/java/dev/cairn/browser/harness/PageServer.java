package dev.cairn.browser.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A customer's web server on this machine: pages and files by path, with its own origin. */
public final class PageServer implements AutoCloseable {
    private record Content(String type, byte[] bytes) {}

    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final HttpServer server;

    public PageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The same pages under another name: another site for cookies and storage. */
    public String origin(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    /** A page of HTML around the given head and body. Returns its address. */
    public String page(String path, String head, String body) {
        return file(path, "text/html; charset=utf-8", """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title>
                <link rel="icon" href="data:,">%s</head><body>%s</body></html>
                """.formatted(path, head, body)
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Returns its address. */
    public String file(String path, String type, byte[] bytes) {
        contents.put(path, new Content(type, bytes));
        return origin() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Content content = contents.get(exchange.getRequestURI().getPath());
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", content.type());
            // not no-store: such pages never enter the back/forward cache
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(200, content.bytes().length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(content.bytes());
            }
        }
    }
}
