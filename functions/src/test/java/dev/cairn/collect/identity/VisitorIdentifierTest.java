package dev.cairn.collect.identity;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.body;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture;
import dev.cairn.collect.Sites;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Hmac;
import dev.cairn.store.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorIdentifierTest {
    private static final String CONSENT = ",\"consent\":{\"analytics\":true}";

    @Test
    void I1_withConsentTheUserWinsAndTheDeviceIsKeptBeside() {
        Delivery both = sent(body("", CONSENT + ",\"visitor\":\"dev-1\",\"user\":\"jane\""), browser());
        Delivery device = sent(body("", CONSENT + ",\"visitor\":\"dev-1\""), browser());
        Delivery user = sent(body("", CONSENT + ",\"user\":\"jane\""), browser());

        assertThat(both.visitor().link()).isEqualTo(LinkLevel.USER);
        assertThat(both.visitor()).isEqualTo(user.visitor());
        assertThat(both.device()).isEqualTo(device.visitor().hash());
        assertThat(device.visitor().link()).isEqualTo(LinkLevel.DEVICE);
        assertThat(device.device()).isNull();
        assertThat(user.device()).isNull();
        assertThat(both.visitor().hash()).hasSize(22).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void I1_theHashIsHmacUnderTheSitesSecretAndOfItsPurpose() {
        byte[] siteSecret = Hmac.hmac(
                "a master secret of 32 bytes here".getBytes(StandardCharsets.UTF_8),
                "site:shop".getBytes(StandardCharsets.UTF_8));
        String expected = Hmac.shortText(Hmac.hmac(siteSecret, Hmac.lengthPrefixed("user", "same")));

        Delivery user = sent(body("", CONSENT + ",\"user\":\"same\""), browser());
        Delivery device = sent(body("", CONSENT + ",\"visitor\":\"same\""), browser());
        assertThat(user.visitor().hash()).isEqualTo(expected);
        assertThat(device.visitor().hash()).isNotEqualTo(expected);

        Delivery elsewhere = sent(
                body("", CONSENT + ",\"user\":\"same\"").replace("\"shop\"", "\"blog\""),
                browser("origin", "https://blog.example"));
        assertThat(elsewhere.visitor().hash()).isNotEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"consent\":null",
                ",\"consent\":{}",
                ",\"consent\":{\"ads\":true}",
                ",\"consent\":{\"analytics\":\"true\"}",
                ",\"consent\":{\"analytics\":\"granted\"}",
                ",\"consent\":{\"analytics\":1}",
                ",\"consent\":true",
                ",\"consent\":\"granted \""
            })
    void I1_withoutConsentBothIdsAreDropped(String consent) {
        CollectFixture rig = new CollectFixture();
        rig.post(body("", consent + ",\"visitor\":\"dev-1\",\"user\":\"jane\""), browser());
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.DAILY);
        assertThat(rig.onlyDelivery().device()).isNull();
        assertThat(rig.everythingKept()).doesNotContain("dev-1", "jane");
    }

    @Test
    void I1_aDailyVisitorIsTheSameForOneLocalDayOfTheEvent() {
        CollectFixture rig = new CollectFixture();
        // Brussels is at +01:00: local midnight is at 23:00 UTC.
        long beforeMidnight = Instant.parse("2026-11-20T22:59:59Z").toEpochMilli();
        VisitorKey evening = at(rig, beforeMidnight);
        assertThat(at(rig, beforeMidnight - 3_600_000)).isEqualTo(evening);
        VisitorKey next = at(rig, beforeMidnight + 1_000);
        assertThat(next).isNotEqualTo(evening);
        assertThat(at(rig, NOW)).isEqualTo(next);
        assertThat(rig.items.all().stream().map(item -> item.key().sort()))
                .containsExactlyInAnyOrder("2026-11-20", "2026-11-21");
        assertThat(rig.items.all().stream().map(Item::expires))
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-11-21T23:00:00Z").plusSeconds(3_600),
                        Instant.parse("2026-11-22T23:00:00Z").plusSeconds(3_600));
    }

    @Test
    void I1_addressAgentAndSiteEachMakeAnotherDailyVisitor() {
        CollectFixture rig = new CollectFixture();
        VisitorKey one = at(rig, NOW);
        rig.send("POST", event("").getBytes(StandardCharsets.UTF_8), browser(), Map.of(), "198.51.100.24", NOW);
        rig.post(event(""), browser("user-agent", CollectFixture.AGENT + "x"));
        rig.post(event("").replace("\"shop\"", "\"blog\""), browser("origin", "https://blog.example"));
        assertThat(rig.deliveries().stream().map(Delivery::visitor))
                .doesNotHaveDuplicates()
                .contains(one);
    }

    @Test
    void I1_anEventWhoseSaltIsGoneIsNobodys() {
        CollectFixture rig = new CollectFixture();
        rig.post(event(""), browser());
        // 25 hours after the end of the day in Brussels.
        Instant gone = Instant.parse("2026-11-23T00:00:00Z");
        rig.now = gone.minusMillis(1);
        rig.post(keyed("198.51.100.23", NOW), server());
        rig.now = gone;
        rig.post(keyed("198.51.100.23", NOW), server());

        assertThat(rig.deliveries().get(1).visitor())
                .isEqualTo(rig.deliveries().getFirst().visitor());
        assertThat(rig.deliveries().get(2).visitor()).isEqualTo(VisitorKey.NOBODY);
        assertThat(rig.items.all()).as("no new salt for a day that is over").hasSize(1);
    }

    @Test
    void I1_ofTwoThatCreateASaltOneWinsForBoth() {
        CollectFixture rig = new CollectFixture();
        DailySalts one = new DailySalts(rig.items, rigClock(rig));
        DailySalts other = new DailySalts(rig.items, rigClock(rig));
        byte[] salt = one.stored(Sites.shop(), NOW).orElseThrow();
        assertThat(salt).hasSize(32);
        assertThat(other.stored(Sites.shop(), NOW)).contains(salt);
        assertThat(one.stored(Sites.blog(), NOW).orElseThrow()).isNotEqualTo(salt);
    }

    @Test
    void I1_losingTheRaceForASaltReadsTheWinners() {
        CollectFixture rig = new CollectFixture();
        byte[][] winner = new byte[1][];
        var racing = new dev.cairn.store.ItemStore() {
            @Override
            public Map<Item.Key, Item> get(java.util.Collection<Item.Key> keys) {
                return rig.items.get(keys);
            }

            @Override
            public java.util.List<Item> query(dev.cairn.store.Table table, String partition, String from, String to) {
                return rig.items.query(table, partition, from, to);
            }

            @Override
            public boolean put(Item item) {
                winner[0] = new DailySalts(rig.items, rigClock(rig))
                        .stored(Sites.shop(), NOW)
                        .orElseThrow();
                return rig.items.put(item);
            }

            @Override
            public void replace(Item item) {
                rig.items.replace(item);
            }

            @Override
            public boolean delete(Item.Key key, long revision) {
                return rig.items.delete(key, revision);
            }
        };
        byte[] mine =
                new DailySalts(racing, rigClock(rig)).stored(Sites.shop(), NOW).orElseThrow();
        assertThat(mine).isEqualTo(winner[0]);
    }

    @Test
    void I0_aServersEventWithoutAnyoneIsNobodys() {
        assertThat(sent(event(""), server()).visitor()).isEqualTo(VisitorKey.NOBODY);
        assertThat(sent(body("", ",\"visitor\":\"v\",\"user\":\"u\""), server()).visitor())
                .as("ids without consent")
                .isEqualTo(VisitorKey.NOBODY);
        assertThat(sent(body("", ",\"context\":{\"ip\":\"unknown\"}"), server()).visitor())
                .isEqualTo(VisitorKey.NOBODY);
        assertThat(sent(body("", ",\"context\":{\"ip\":\"198.51.100.23\"}"), server())
                        .visitor()
                        .link())
                .isEqualTo(LinkLevel.DAILY);
    }

    @Test
    void I1_theKeyHoldersAddressAndAgentStandForNobody() {
        CollectFixture rig = new CollectFixture();
        String spoken =
                body("", ",\"context\":{\"ip\":\"198.51.100.23\",\"user_agent\":\"" + CollectFixture.AGENT + "\"}");
        rig.post(event(""), browser());
        rig.send("POST", spoken.getBytes(StandardCharsets.UTF_8), server(), Map.of(), "192.0.2.1", NOW);
        rig.send(
                "POST",
                spoken.getBytes(StandardCharsets.UTF_8),
                server("user-agent", "curl", "cloudfront-viewer-country", "US", "sec-purpose", "prefetch"),
                Map.of(),
                "10.0.0.1",
                NOW);

        assertThat(rig.deliveries().stream().map(Delivery::visitor).distinct()).hasSize(1);
        assertThat(rig.events()).allSatisfy(event -> {
            assertThat(event.exclusion()).isNull();
            assertThat(event.client().country()).isNull();
        });
    }

    @Test
    void aServersEventsMayEachSpeakForAnother() {
        CollectFixture rig = new CollectFixture();
        rig.post("""
                {"site":"shop","visitor":"v0","consent":{"analytics":true,"ads":true},
                 "context":{"url":"https://shop.example/body","user_agent":"%s"},"events":[
                 {"id":"a","name":"x"},
                 {"id":"b","name":"x","visitor":"v1","context":{"url":"https://shop.example/own"}},
                 {"id":"c","name":"x","consent":{"analytics":true}},
                 {"id":"d","name":"x","consent":{"analytics":false},"context":{"ip":"198.51.100.23"}}]}""".formatted(CollectFixture.AGENT), server());

        assertThat(rig.deliveries().stream()
                        .map(each -> each.events().getFirst().id() + " "
                                + each.visitor().link() + " " + each.sender().ads()))
                .containsExactly("a DEVICE true", "b DEVICE true", "c DEVICE false", "d DAILY false");
        assertThat(rig.deliveries().get(2).visitor())
                .isEqualTo(rig.deliveries().getFirst().visitor());
        assertThat(rig.events().get(1).page().url()).isEqualTo("https://shop.example/own");
        assertThat(rig.events().get(3).page().url()).isEqualTo("https://shop.example/body");
        assertThat(rig.events().get(3).client().deviceClass()).isEqualTo("desktop");
    }

    @Test
    void I2_privacyControlOrNoConsentTakesAdsAndClickIdsAway() {
        String body =
                body(",\"url\":\"https://shop.example/?gclid=abc\"", ",\"consent\":{\"analytics\":true,\"ads\":true}");
        CollectFixture rig = new CollectFixture();
        rig.post(body, browser());
        rig.post(body, browser("sec-gpc", "1"));
        rig.post(body.replace("\"ads\":true", "\"ads\":false"), browser());

        assertThat(rig.deliveries().stream().map(delivery -> delivery.sender().ads()))
                .containsExactly(true, false, false);
        assertThat(rig.events().stream().map(event -> event.page().url()))
                .containsExactly("https://shop.example/?gclid=abc", "https://shop.example/", "https://shop.example/");
        assertThat(rig.events())
                .allSatisfy(event -> assertThat(event.page().clickSource()).isEqualTo("gclid"));
    }

    @Test
    void identifiersThatAreNoneAreReplacedByAHashThatIsEqualForEqualOnes() {
        CollectFixture rig = new CollectFixture();
        rig.post(event(",\"order_id\":\"jane@mail.example\""), browser());
        rig.post(event(",\"order_id\":\"jane@mail.example\""), browser());
        rig.post(
                event(",\"order_id\":\"0123456789abcdef0123456789abcdef\",\"props\":{\"sku\":\"4006381333931\"}"),
                browser());

        assertThat(rig.events().get(0).transaction().orderId())
                .hasSize(22)
                .isEqualTo(rig.events().get(1).transaction().orderId());
        assertThat(rig.events().get(2).transaction().orderId()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(rig.events().get(2).props()).containsEntry("sku", "4006381333931");
    }

    private static java.time.Clock rigClock(CollectFixture rig) {
        return java.time.Clock.fixed(rig.now, java.time.ZoneOffset.UTC);
    }

    private static Delivery sent(String body, Map<String, String> headers) {
        CollectFixture rig = new CollectFixture();
        assertThat(rig.post(body, headers).status()).isEqualTo(202);
        return rig.onlyDelivery();
    }

    private static String keyed(String address, long at) {
        return "{\"site\":\"shop\",\"context\":{\"ip\":\"" + address + "\",\"user_agent\":\"" + CollectFixture.AGENT
                + "\"},\"events\":[{\"id\":\"e\",\"name\":\"x\",\"at\":" + at + "}]}";
    }

    private static VisitorKey at(CollectFixture rig, long at) {
        rig.post(keyed(CollectFixture.ADDRESS, at), server());
        return rig.deliveries().getLast().visitor();
    }
}
