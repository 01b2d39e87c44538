package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.body;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Item;
import dev.cairn.store.statistic.RefusedRequests;
import dev.cairn.store.statistic.RefusedSenders;
import dev.cairn.store.statistic.RefusedSenders.Sender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request refused for its site or origin: its page can read why, and the owner sees it, at a bounded cost. */
class RefusedRequestsTest {
    private static final String WRONG = "https://shop.example.net";

    private final CollectFixture rig = new CollectFixture();

    @ParameterizedTest
    @CsvSource({
        "shop, https://shop.example.net, origin_not_allowed, https://shop.example.net",
        "shop, http://shop.example, origin_not_allowed, http://shop.example",
        "shop, null, origin_not_allowed, null",
        "shpo, https://shop.example.net, unknown_site, https://shop.example.net",
        "blog, https://shop.example, origin_not_allowed, https://shop.example",
        "shop, jane@mail.example, origin_not_allowed,",
        "shop, https://shop.example.net/a path, origin_not_allowed,",
        "shpo, https://shop.example.net?q=1, unknown_site,",
    })
    void aPageCanReadWhyItWasRefused(String site, String origin, String code, String readableBy) {
        var answer = rig.post(event("").replace("\"shop\"", '"' + site + '"'), browser("origin", origin));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.word()).isEqualTo(code);
        assertThat(answer.headers().path("access-control-allow-origin").asText(null))
                .isEqualTo(readableBy);
        assertThat(answer.headers().has("access-control-allow-credentials")).isFalse();
        assertThat(answer.headers().path("vary").asText()).isEqualTo("Origin");
    }

    @Test
    void aPageWithTheKeyOfAnotherSiteCanReadThat() {
        var answer = rig.post(event(""), server("authorization", "Bearer ck_blog_secret", "origin", WRONG));
        assertThat(answer.word()).isEqualTo("wrong_site");
        assertThat(answer.headers().path("access-control-allow-origin").asText())
                .isEqualTo(WRONG);
    }

    @Test
    void refusedOriginsAreKeptBySiteForADay() {
        refuse("shop", WRONG);
        refuse("blog", "https://blog.example.net");
        assertThat(of("shop")).containsExactly(new Sender("shop", WRONG, 1, CollectFixture.NOW));
        assertThat(of("blog")).extracting(Sender::origin).containsExactly("https://blog.example.net");

        later(Duration.ofHours(1));
        refuse("shop", WRONG);
        assertThat(of("shop")).containsExactly(new Sender("shop", WRONG, 2, rig.now.toEpochMilli()));

        later(Duration.ofHours(24).plusSeconds(1));
        assertThat(of("shop")).isEmpty();
    }

    @Test
    void unknownSitesAreKeptWithThePageThatNamedThem() {
        refuse("shpo", "https://shop.example");
        assertThat(of(RefusedRequests.UNKNOWN_SITES))
                .containsExactly(new Sender("shpo", "https://shop.example", 1, CollectFixture.NOW));
        assertThat(of("shpo")).isEmpty();
    }

    @Test
    void aFloodOfRefusedRequestsCostsAFewWritesAndIsCountedWhole() {
        int[] writes = {0};
        for (int i = 0; i < 5_000; i++) {
            long before = revisions();
            refuse("shop", i % 10 == 0 ? WRONG : "https://h" + i + ".example");
            writes[0] += revisions() > before ? 1 : 0;
            later(Duration.ofMillis(10));
        }
        assertThat(writes[0]).isBetween(4, 6);
        rig.end();

        List<Sender> senders = of("shop");
        assertThat(senders).hasSize(RefusedSenders.MOST + 1);
        assertThat(senders.getFirst().origin()).isEqualTo(WRONG);
        assertThat(senders.getFirst().count()).isEqualTo(500);
        assertThat(senders.stream().mapToLong(Sender::count).sum()).isEqualTo(5_000);
        assertThat(rig.items.all())
                .allSatisfy(item -> assertThat(item.body().length()).isLessThan(4_000));
        assertThat(rig.entries).isEmpty();
    }

    @Test
    void manySitesAtOnceShareOneAllowance() {
        for (int i = 0; i < 300; i++) {
            refuse("shop", WRONG);
            refuse("blog", WRONG);
            refuse("mail", WRONG);
            refuse("site-" + i, WRONG);
        }
        assertThat(rig.items.all())
                .hasSize(4)
                .allSatisfy(item -> assertThat(item.revision()).isEqualTo(1));
    }

    @Test
    void heldCountsComeWithAnyLaterRequest() {
        refuse("shop", WRONG);
        refuse("shop", WRONG);
        assertThat(of("shop").getFirst().count()).isEqualTo(1);
        later(Duration.ofSeconds(10));
        assertThat(rig.post(event(""), browser()).status()).isEqualTo(202);
        assertThat(of("shop").getFirst().count()).isEqualTo(2);
    }

    @Test
    void aFirstRefusalIsWrittenAtOnceAlsoIfAnotherSitesCountsAreDue() {
        refuse("shop", WRONG);
        refuse("shop", WRONG);
        later(Duration.ofSeconds(10));
        refuse("shpo", "https://shop.example");
        assertThat(of("shop").getFirst().count()).isEqualTo(2);
        assertThat(of(RefusedRequests.UNKNOWN_SITES)).hasSize(1);
    }

    @Test
    void aWriteThatFailsChangesNoAnswerAndIsMadeUpFor() {
        rig.tablesFail = true;
        assertThat(refuse("shop", WRONG)).isEqualTo(403);
        rig.tablesFail = false;
        later(Duration.ofSeconds(10));
        refuse("shop", WRONG);
        assertThat(of("shop").getFirst().count()).isEqualTo(2);
    }

    @Test
    void I5_nothingPrivateIsKeptOfARefusedRequest() {
        refuse("shop", "https://198.51.100.7:3000");
        refuse("4111111111111111", "https://shop.example");
        rig.post(body("", ",\"visitor\":\"d-marker\""), browser("origin", "jane@mail.example"));
        rig.end();
        assertThat(rig.everythingKept()).doesNotContain("198.51.100.7", "4111111111111111", "jane", "d-marker");
        assertThat(of("shop")).extracting(Sender::origin).containsExactlyInAnyOrder(":redacted", "(malformed)");
    }

    @Test
    void aDryRunIsNotRecorded() {
        rig.send("POST", event("").getBytes(), browser("origin", WRONG), Map.of("debug", "1"));
        assertThat(rig.items.all()).isEmpty();
    }

    private int refuse(String site, String origin) {
        return rig.post(event("").replace("\"shop\"", '"' + site + '"'), browser("origin", origin))
                .status();
    }

    private void later(Duration time) {
        rig.now = rig.now.plus(time);
    }

    private List<Sender> of(String site) {
        Instant at = rig.now;
        return new RefusedRequests(rig.items, Clock.fixed(at, ZoneOffset.UTC))
                .ofTheLastDay(site)
                .senders();
    }

    private long revisions() {
        return rig.items.all().stream().mapToLong(Item::revision).sum();
    }
}
