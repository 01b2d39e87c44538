package dev.cairn.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The folder with four days of a real shop. It is not part of the product, so it may be missing. */
record ShopFile(Path folder) {
    static final String SITE = "shop";

    private Path eventsFile() {
        return folder.resolve("shop-4-days.ndjson.gz");
    }

    boolean exists() {
        return Files.exists(eventsFile());
    }

    /** Ordered by time. */
    List<ShopEvent> events() throws IOException {
        List<ShopEvent> events = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(eventsFile())), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(ShopEvent.of(Json.MAPPER.readTree(line)));
            }
        }
        events.sort(Comparator.comparingLong(ShopEvent::at));
        return events;
    }

    /**
     * The shop's goals and funnels.
     *
     * @param audiences whether to add three audiences; each visitor that gets far enough enters one of them
     */
    String plan(boolean audiences) throws IOException {
        ObjectNode plan = (ObjectNode)
                Json.MAPPER.readTree(folder.resolve("shop-plan.json").toFile());
        if (audiences) {
            ObjectNode added = plan.putObject("audiences");
            leftAfter(added, "product_interest", "add_to_cart");
            leftAfter(added, "add_to_cart", "purchase");
            leftAfter(added, "checkout_started", "purchase");
        }
        return withSite(plan);
    }

    private static void leftAfter(ObjectNode audiences, String did, String not) {
        audiences
                .putObject("left_after_" + did)
                .put("did", did)
                .put("not", not)
                .put("after", "1h")
                .put("within", "30d");
    }

    static String withSite(ObjectNode plan) {
        plan.putObject("sites")
                .putObject(SITE)
                .put("name", "Shop")
                .put("time_zone", "UTC")
                .put("currency", "USD")
                .putArray("origins");
        return plan.toString();
    }
}
