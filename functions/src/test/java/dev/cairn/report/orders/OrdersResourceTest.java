package dev.cairn.report.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.report.audiences.AudienceWorld;
import dev.cairn.store.Hashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single orders, to compare with the shop's own. */
class OrdersResourceTest {
    private static final String ORDERS = "orders?from=2026-03-01&to=2026-05-30";

    private final AudienceWorld world = new AudienceWorld();

    private List<JsonNode> orders() {
        List<JsonNode> orders = new ArrayList<>();
        world.get(ORDERS).path("orders").forEach(orders::add);
        return orders;
    }

    @Test
    void N9_anOrderIsListedUnderTheHashOfItsIdWithDayAmountAndChannel() {
        world.event("page_view")
                .user("anna")
                .url("/?utm_source=news&utm_medium=email")
                .send();
        world.event("purchase").user("anna").order("1001", "59.90").send();
        world.run();

        assertThat(orders()).singleElement().satisfies(order -> {
            assertThat(order.path("order").asText()).isEqualTo(Hashes.text("1001"));
            assertThat(order.path("date").asText()).isEqualTo("2026-03-20");
            assertThat(order.path("amount").asText()).isEqualTo("59.90");
            assertThat(order.path("currency").asText()).isEqualTo("EUR");
            assertThat(order.path("channel").asText()).isEqualTo("email");
            assertThat(order.path("refunded").asBoolean()).isFalse();
            assertThat(order.path("verified").asBoolean()).isTrue();
        });
        assertThat(world.get(ORDERS).path("goals")).hasToString("[\"buy\"]");
    }

    @Test
    void N9_anOrderIsListedOnceAndARefundChangesIt() {
        world.event("purchase").user("anna").order("1001", "59.90").send();
        world.event("purchase").user("anna").order("1001", "59.90").send();
        world.event("purchase").user("bert").order("1002", "20.00").send();
        world.forward(Duration.ofDays(2));
        world.event("refund").user("anna").order("1001", "9.90").refund().send();
        world.event("refund").user("bert").order("1002", "20.00").refund().send();
        world.run();

        assertThat(orders()).hasSize(2);
        assertThat(of("1001").path("amount").asText()).isEqualTo("50.00");
        assertThat(of("1001").path("refunded").asBoolean()).isFalse();
        assertThat(of("1002").path("amount").isNull()).isTrue();
        assertThat(of("1002").path("refunded").asBoolean()).isTrue();
    }

    private JsonNode of(String order) {
        return orders().stream()
                .filter(each -> each.path("order").asText().equals(Hashes.text(order)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void N9_theOrdersAreTheConversionsOfTheGoal() {
        for (int i = 0; i < 40; i++) {
            world.event("purchase")
                    .user("user-" + i % 7)
                    .order("o" + i % 31, "1" + i)
                    .send();
            world.forward(Duration.ofHours(5));
        }
        world.run();
        long conversions = 0;
        for (JsonNode row : world.get("goals?from=2026-03-01&to=2026-05-30").path("rows")) {
            conversions += row.path("goal").asText().equals("buy")
                    ? row.path("conversions").asLong()
                    : 0;
        }

        assertThat(orders()).hasSize((int) conversions).hasSize(31);
        assertThat(orders())
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(order -> order.path("at").asText()));
    }

    @Test
    void anErasedVisitorsOrdersAreGone() {
        world.event("purchase").user("anna").order("1001", "59.90").send();
        world.event("purchase").user("bert").order("1002", "20.00").send();
        world.run();
        world.erase("anna");
        world.run();

        assertThat(orders()).extracting(order -> order.path("order").asText()).containsExactly(Hashes.text("1002"));
    }

    @Test
    void itNeedsTheScopeForAudiencesAndAGoalThatCountsOrders() {
        assertThat(world.call("GET", "/v1/sites/shop/" + ORDERS, "", world.key(Scope.STATS_READ))
                        .status())
                .isEqualTo(403);
        assertThat(world.call("GET", "/v1/sites/shop/" + ORDERS, "", world.key(Scope.AUDIENCE_READ))
                        .status())
                .isEqualTo(200);
        assertThat(world.ask(ORDERS + "&goal=cart").status()).isEqualTo(400);
        assertThat(world.ask(ORDERS + "&goal=buy").status()).isEqualTo(200);
        assertThat(world.ask(ORDERS + "&format=csv").body())
                .startsWith("date,at,goal,order,amount,currency,channel,refunded,verified");
    }
}
