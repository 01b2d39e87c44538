package dev.cairn.report.ads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Pipeline;
import dev.cairn.access.VisitorPseudonymizer;
import dev.cairn.report.audiences.AudienceWorld;
import dev.cairn.store.Item;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Marked visitors without consent to ads, and marked clicks, are searched for wherever they must not be. */
class AdsConsentTest {
    private static final List<String> WITHOUT = List.of("denied", "controlled");

    private final AudienceWorld world = new AudienceWorld();

    private String items(String prefix) {
        return world.items.all().stream()
                .filter(item -> item.key().partition().startsWith(prefix))
                .map(Item::body)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void I2_nobodyWithoutConsentIsInAListAFileOrTheLog() {
        for (String user : List.of("granted", "denied", "controlled", "withdrawn")) {
            for (String name : List.of("page_view", "add_to_cart", "purchase")) {
                AudienceWorld.Event event = world.event(name)
                        .user(user)
                        .url("/?gclid=Marker" + user)
                        .order("order-" + user, "10");
                if (name.equals("purchase")) {
                    world.forward(Duration.ofMinutes(1));
                }
                switch (user) {
                    case "denied" -> event.send();
                    case "controlled" -> event.ads().sendWithPrivacyControl();
                    default -> event.ads().send();
                }
            }
            world.event("add_to_cart").user(user + "2").send();
        }
        world.forward(Duration.ofHours(26));
        world.event("add_to_cart").user("granted").ads().send();
        world.event("add_to_cart").user("withdrawn").send();
        String stream = world.pipeline.peekStream().stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
        world.run();
        world.forward(Duration.ofHours(26));
        world.run();
        String files = world.ask("audiences/left_cart/members").body()
                + world.ask("audiences/left_cart/members?format=csv").body()
                + world.ask("audiences/quick/members").body()
                + world.ask("ads-conversions.csv?from=2026-03-01&to=2026-04-20").body()
                + world.ask("ads-conversions.csv?from=2026-03-01&to=2026-04-20&format=data-manager")
                        .body();
        VisitorPseudonymizer pseudonyms = new VisitorPseudonymizer("shop", Pipeline.SECRETS.master());

        assertThat(files).contains("Markergranted", pseudonyms.user("granted").hash());
        assertThat(items("ads#")).contains("Markergranted");
        assertThat(stream).contains("Markergranted");
        assertThat(world.ask("visitors/granted").body())
                .as("what is stored of a visitor is in their export")
                .contains("Markergranted");
        for (String user : WITHOUT) {
            String hash = pseudonyms.user(user).hash();
            assertThat(files).doesNotContain("Marker" + user).doesNotContain(hash);
            assertThat(items("ads#")).doesNotContain(hash);
            assertThat(items("") + stream)
                    .as("kept nowhere, on the stream and in the archive neither")
                    .doesNotContain("Marker" + user);
        }
        assertThat(files)
                .doesNotContain("Markerwithdrawn")
                .doesNotContain(pseudonyms.user("withdrawn").hash());
        assertThat(items("row#") + items("partial#") + items("running#") + world.log)
                .as("the value of a click is in no statistic and no log line")
                .doesNotContain("Marker");
    }
}
