package dev.cairn.local.shop;

import dev.cairn.http.BrowserPaths;
import dev.cairn.local.demo.Demo;
import dev.cairn.local.demo.DemoProduct;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.LocalServer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The demo shop: pages that contain the snippet and send to the demo site. Pages are assembled once, from files in this
 * package; their policy allows only scripts from this server, as a careful shop's would.
 */
public final class Shop {
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "pdf", "application/pdf",
            "webm", "video/webm");

    private final Template layout;

    /** @param paths contains the script's path */
    public Shop(BrowserPaths paths) {
        layout = Template.of("layout.html").with("script", paths.script()).with("site", Demo.SITE);
    }

    /**
     * The shop's routes, by method and path.
     *
     * @param funnel the route from which the shop's strip loads the funnel
     * @param dashboard the route that the strip links to
     */
    public Map<String, LocalServer.Own> routes(LocalServer.Own funnel, LocalServer.Own dashboard) {
        Map<String, LocalServer.Own> routes = new LinkedHashMap<>();
        routes.put("GET /shop/funnel", funnel);
        routes.put("GET /shop/dashboard", dashboard);
        routes.put("GET /shop", request -> new GatewayAnswer(302, Map.of("location", "/shop/"), new byte[0]));
        page(routes, "", "home", "Lamps", Template.of("home.html").with("products", cards()));
        for (String name : new String[] {"cart", "checkout", "thanks", "quote"}) {
            page(
                    routes,
                    name,
                    name,
                    Character.toTitleCase(name.charAt(0)) + name.substring(1),
                    Template.of(name + ".html"));
        }
        DemoProduct.RANGE.forEach(
                product -> page(routes, "p/" + product.sku(), "product", product.name(), page(product)));
        for (String name : new String[] {"shop.css", "shop.js", "lamps.svg", "lamp.webm", "light-planning-guide.pdf"}) {
            file(routes, name);
        }
        return routes;
    }

    private void page(Map<String, LocalServer.Own> routes, String path, String page, String title, Template main) {
        String html = layout.with("title", title)
                .with("page", page)
                .with("main", main.text())
                .text();
        GatewayAnswer answer = answer("html", html.getBytes(StandardCharsets.UTF_8));
        routes.put("GET /shop/" + path, request -> answer);
    }

    private static void file(Map<String, LocalServer.Own> routes, String name) {
        GatewayAnswer answer = answer(name.substring(name.lastIndexOf('.') + 1), Template.bytes(name));
        routes.put("GET /shop/" + name, request -> ByteRange.of(request, answer));
    }

    private static GatewayAnswer answer(String ending, byte[] body) {
        Map<String, String> headers = Map.of(
                "content-type",
                TYPES.getOrDefault(ending, "application/octet-stream"),
                "content-security-policy",
                POLICY,
                "x-content-type-options",
                "nosniff",
                "cache-control",
                "no-cache");
        return new GatewayAnswer(200, headers, body);
    }

    private static Template page(DemoProduct product) {
        Template video = product.video() ? of(product, "video.html") : Template.EMPTY;
        return of(product, "product.html").with("video", video.text());
    }

    private static String cards() {
        return DemoProduct.RANGE.stream()
                .map(product -> of(product, "card.html").text())
                .collect(Collectors.joining());
    }

    private static Template of(DemoProduct product, String template) {
        String shape = product.sku().substring(0, product.sku().indexOf('-'));
        return Template.of(template)
                .with("sku", product.sku())
                .with("name", product.name())
                .with("price", product.price().toPlainString())
                .with("text", product.text())
                .with("shape", shape.equals("lamp") ? "desk" : shape);
    }
}
