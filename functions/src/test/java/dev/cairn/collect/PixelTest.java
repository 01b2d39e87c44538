package dev.cairn.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture.Answer;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pixel in a mail (B5). */
class PixelTest {
    private final CollectFixture rig = new CollectFixture();

    @Test
    void B5_aMailThatIsOpenedCountsForNobody() {
        var answer = get(Map.of("campaign", "november", "_", "17"), CollectFixture.AGENT);

        assertImage(200, answer);
        assertThat(answer.headers().path("cache-control").asText()).isEqualTo("no-store");
        assertThat(rig.onlyDelivery().site()).isEqualTo("mail");
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.NONE);
        assertThat(rig.onlyEvent().name()).isEqualTo("email_opened");
        assertThat(rig.onlyEvent().props()).isEqualTo(Map.of("campaign", "november"));
        assertThat(rig.onlyEvent().exclusion()).isNull();
        assertThat(rig.said.counts).containsEntry("not_deduplicated", 1L);
        assertThat(rig.everythingKept()).doesNotContain(CollectFixture.ADDRESS);
        assertThat(rig.items.all()).as("no salt is needed for nobody").isEmpty();
    }

    @Test
    void B5_anIdOfTheMailIsTheEvents() {
        get(Map.of("id", "november-0017"), CollectFixture.AGENT);
        get(Map.of("id", "november-0017"), CollectFixture.AGENT);

        assertThat(rig.events().stream().map(AcceptedEvent::id)).containsOnly("november-0017");
        assertThat(rig.said.counts).doesNotContainKey("not_deduplicated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offer_seen", "purchase", "page_view", "EMAIL_OPENED"})
    void B5_onlyGoalsMarkedForThePixelAreMet(String name) {
        var answer = get(Map.of("event", name), CollectFixture.AGENT);

        assertImage(422, answer);
        assertThat(answer.headers().path("x-cairn-refused").asText()).isEqualTo("not_a_pixel_goal");
        assertThat(rig.events()).isEmpty();
        assertThat(rig.onlyDelivery().rejected().getFirst().reason()).isEqualTo("not_a_pixel_goal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
                "Mozilla/5.0"
            })
    void V3_mailProxiesAreIgnored(String agent) {
        assertImage(200, get(Map.of(), agent));

        assertThat(rig.onlyEvent().exclusion()).isEqualTo(ExclusionReason.CRAWLER);
    }

    @Test
    void V3_elsewhereTheSameShortAgentIsABrowser() {
        rig.post(CollectFixture.event(""), CollectFixture.browser("user-agent", "Mozilla/5.0"));

        assertThat(rig.onlyEvent().exclusion()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"site,nope,403,unknown_site", "site,'',400,missing_site", "event,'',422,missing_name"})
    void B5_aRefusalIsInTheStatusAndTheImageIsThere(String parameter, String value, int status, String word) {
        var answer = get(Map.of(parameter, value), CollectFixture.AGENT);

        assertImage(status, answer);
        assertThat(answer.headers().path("x-cairn-refused").asText()).isEqualTo(word);
    }

    @Test
    void B5_nothingIsConfirmedThatTheStreamDidNotTake() {
        rig.stream = entries -> Set.of(0);

        assertImage(503, get(Map.of(), CollectFixture.AGENT));
    }

    @Test
    void B5_thePixelIsOnlyLoaded() {
        assertThat(rig.send(
                                "POST",
                                "/cairn.gif",
                                new byte[0],
                                Map.of(),
                                Map.of(),
                                CollectFixture.ADDRESS,
                                CollectFixture.NOW)
                        .status())
                .isEqualTo(405);
        assertThat(rig.send(
                                "OPTIONS",
                                "/cairn.gif",
                                new byte[0],
                                CollectFixture.browser(),
                                Map.of(),
                                CollectFixture.ADDRESS,
                                CollectFixture.NOW)
                        .headers()
                        .path("allow")
                        .asText())
                .isEqualTo("GET");
    }

    @Test
    void B5_aCharacterThatNoTextMayHaveIsRefusedHereToo() {
        assertImage(400, get(Map.of("campaign", "a\0b"), CollectFixture.AGENT));
        assertThat(rig.entries).isEmpty();
    }

    private Answer get(Map<String, String> parameters, String agent) {
        Map<String, String> query = new TreeMap<>(Map.of("site", "mail", "event", "email_opened"));
        query.putAll(parameters);
        return rig.send(
                "GET",
                "/cairn.gif",
                new byte[0],
                Map.of("user-agent", agent),
                query,
                CollectFixture.ADDRESS,
                CollectFixture.NOW);
    }

    private static void assertImage(int status, Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().path("content-type").asText()).isEqualTo("image/gif");
        byte[] image = Base64.getDecoder().decode(answer.text());
        assertThat(image).hasSize(43).startsWith('G', 'I', 'F', '8', '9', 'a');
    }
}
