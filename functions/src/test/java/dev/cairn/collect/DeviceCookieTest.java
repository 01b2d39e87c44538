package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.browser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answer that sets the device id's cookie once more (B10). */
class DeviceCookieTest {
    private static final long DAY = 86_400;
    private static final String ID = (NOW / 1000 - 100 * DAY) + "-1-22-333-4444";

    private final CollectFixture rig = new CollectFixture();

    @Test
    void B10_theCookieKeepsItsValueAndItsEnd() {
        Answer answer = post(ID, true, "cairn=" + ID);

        assertThat(answer.headers().path("set-cookie").asText())
                .isEqualTo("cairn=" + ID + "; Path=/; Max-Age=" + 295 * DAY + "; SameSite=Lax; Domain=shop.example");
        assertThat(answer.headers().path("access-control-allow-credentials").asText())
                .isEqualTo("true");
    }

    @Test
    void B10_theDomainIsTheOneThatTheScriptUsed() {
        Answer answer =
                rig.post(body(ID, true), browser("cookie", "cairn=" + ID, "origin", "https://www.shop.example"));

        assertThat(answer.headers().path("set-cookie").asText()).endsWith("Domain=shop.example");
    }

    /** In the last case its 395 days are over. */
    @ParameterizedTest
    @CsvSource({
        "1795262400-1-2-3-4, false, cairn=1795262400-1-2-3-4",
        "1795262400-1-2-3-4, true, ",
        "1795262400-1-2-3-4, true, cairn=1795262400-9-9-9-9",
        "1795262400-1-2-3-4, true, cairn=out",
        "my-own-id, true, cairn=my-own-id",
        "9995262400-1-2-3-4, true, cairn=9995262400-1-2-3-4",
        "1700000000-1-2-3-4, true, cairn=1700000000-1-2-3-4"
    })
    void B10_nothingIsSetWithoutConsentOrAnIdOfTheScriptThatThePageStillHas(String id, boolean consent, String cookie) {
        Answer answer = post(id, consent, cookie);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers().has("set-cookie")).isFalse();
    }

    @Test
    void B10_otherCookiesAreNotRead() {
        Answer answer = post(ID, true, "session=secret");

        assertThat(answer.headers().has("access-control-allow-credentials")).isFalse();
        assertThat(rig.entries).hasSize(1);
        assertThat(new String(rig.entries.getFirst().data())).doesNotContain("secret");
    }

    private Answer post(String id, boolean consent, String cookie) {
        return rig.post(body(id, consent), browser("cookie", cookie));
    }

    private static String body(String id, boolean consent) {
        return """
                {"site":"shop","sent_at":%d,"visitor":"%s","consent":{"analytics":%s},
                 "events":[{"id":"e1","name":"page_view","at":%d}]}""".formatted(NOW, id, consent, NOW);
    }
}
