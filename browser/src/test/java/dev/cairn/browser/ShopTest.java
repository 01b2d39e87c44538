package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Programs;
import dev.cairn.browser.harness.Waiting;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.CairnFunctions;
import dev.cairn.local.LocalOptions;
import dev.cairn.local.LocalSystem;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person clicks through the demo shop of {@code ./cairn local} (R2). */
class ShopTest {
    private static final BrowserPaths OTHER_PATHS = new BrowserPaths("/in", "/light.js", "/dot.gif");

    private @Nullable LocalSystem system;
    private @Nullable Chromium browser;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("cairn.browser"), "run by tests/browser");
        Assumptions.assumeTrue(Programs.missing().isEmpty(), "no chromium");
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.screenshot(Path.of("screenshots", "ShopTest.png"));
            browser.close();
        }
        if (system != null) {
            system.close();
        }
    }

    @Test
    void R2_whoClicksThroughTheShopSeesTheFunnelMoveWithinSeconds() throws Exception {
        Chromium person = open(BrowserPaths.DEFAULT);
        person.click("#consent-accept");

        person.click("a[href='/shop/p/lamp-oslo']").click("#add-to-cart");
        person.await("document.getElementById('product-said').textContent.includes('in your cart')");
        person.script("document.querySelector('video').play()");
        person.await("document.querySelector('video').ended");
        person.click("a[href='/shop/cart']").click("#to-checkout");
        person.type("[name=name]", "N. N.")
                .type("#checkout [name=mail]", "nn@example.org")
                .type("[name=address]", "Lane 1");
        person.click("#order").find("#thanks-order");

        person.await("document.getElementById('strip-funnel').innerText.includes('order: 1')");
        assertThat(funnelOfToday()).isEqualTo("[1,1,1,1]");
        assertThat(goalsOfToday()).contains("video_watched", "purchase", "checkout_started", "pages_viewed");
        assertThat(person.text("#strip-funnel")).contains("viewed a lamp: 1", "cart: 1", "checkout: 1", "order: 1");
        person.click("a[href='/shop/dashboard']");
        person.await("document.querySelector('main')?.innerText.length > 100");
        assertThat(person.address()).contains("/#").doesNotContain("shop/dashboard");
        assertThat(person.script("return document.body.innerText").toString()).contains("Lamp shop");
        assertThat(person.consoleErrors()).isEmpty();
    }

    @Test
    void R2_theShopWorksUnderOtherPathsAndItsNewsletterFormAndGuideCount() throws Exception {
        Chromium person = open(OTHER_PATHS);
        person.click("#consent-deny");

        person.type("#newsletter-mail", "nn@example.org").click(".newsletter button");
        person.click("a[href$='.pdf']");
        Waiting.until(
                "both count",
                this::goalsOfToday,
                goals -> goals.contains("newsletter_signup") && goals.contains("brochure_download"));

        assertThat(person.stored().cookies()).isEmpty();
        assertThat(person.stored().local().keySet()).containsExactly("lamp-shop-choice");
    }

    private Chromium open(BrowserPaths paths) throws Exception {
        LocalOptions options = new LocalOptions(0, null, true, "cairn_admin_of_the_shop_test", null, false, paths);
        CairnFunctions functions = new CairnFunctions(paths);
        LocalSystem started = LocalSystem.start(options, functions, System.err);
        system = started;
        started.demo(functions).orElseThrow(); // sets up the site and its plan, without loading the month
        Chromium person = Chromium.ofAPerson();
        browser = person;
        return person.open("http://localhost:" + started.port() + "/shop/").await("window.cairn && !cairn.q");
    }

    private String funnelOfToday() throws IOException, InterruptedException {
        return read("funnels/checkout").at("/total/reached").toString();
    }

    private String goalsOfToday() throws IOException, InterruptedException {
        return read("goals").path("total").findValuesAsText("goal").toString();
    }

    private JsonNode read(String resource) throws IOException, InterruptedException {
        LocalSystem running = Objects.requireNonNull(system);
        URI address = URI.create("http://localhost:" + running.port() + "/v1/sites/demo/" + resource);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + running.adminKey())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Json.MAPPER.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }
}
