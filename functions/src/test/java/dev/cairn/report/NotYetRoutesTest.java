package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.report.ReportWorld.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Cairn is to have and this version does not have is answered with 501, never with 404. */
class NotYetRoutesTest {
    private final ReportWorld world = new ReportWorld();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "micros?macro=purchase",
                "targets",
                "anomalies",
                "audiences/left_cart",
                "audiences/left_cart/members",
                "ads-conversions.csv",
                "pages?from=2025-02-23",
                "today",
                "events?prop=file",
                "events?name=file_download&prop=file&from=2025-02-23"
            })
    void aRouteThatIsNotThereYetSaysSo(String route) {
        Reply reply = world.get("/v1/sites/shop/" + route);

        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.error("code")).isEqualTo("not_implemented");
        assertThat(reply.error("message")).matches("This version of Cairn does not have .* yet\\.");
    }

    @Test
    void withoutAKeyItIsToldToSendOne() {
        assertThat(world.call("GET", "/v1/sites/shop/targets", null, Map.of(), "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aMistypedAddressIsStillNotFound() {
        assertThat(world.get("/v1/sites/shop/target").status()).isEqualTo(404);
    }
}
