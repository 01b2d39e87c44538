package dev.cairn.plan.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every version is kept, so their number is limited. */
class PlanVersionLimitsTest {
    private static final String PLAN = """
            extends: default
            sites:
              shop: {name: "SHOP", time_zone: UTC, currency: USD, origins: []}
              lamps: {name: "LAMPS", time_zone: UTC, currency: EUR, origins: []}
            """;

    private final SetClock clock = new SetClock(Instant.parse("2026-06-10T12:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final PlanRepository plans = new PlanRepository(items, clock, Duration.ZERO);
    private String source = PLAN;

    private PutResult put(String word, int number, @Nullable String site) {
        String next = source.replaceFirst("\"" + word + "[ 0-9]*\"", "\"" + word + " " + number + "\"");
        PutResult result = plans.put(next, "*", site);
        if (result instanceof PutResult.Stored stored) {
            source = stored.plan().source();
        }
        return result;
    }

    @Test
    void section4_aSitesKeysPutFiftyVersionsADayAndNobodyElseIsHeldUp() {
        plans.put(PLAN, "*", null);
        for (int i = 0; i < VersionLimits.SITE_A_DAY; i++) {
            assertThat(put("LAMPS", i, "lamps")).isInstanceOf(PutResult.Stored.class);
            clock.forward(Duration.ofSeconds(60));
        }

        PutResult refused = put("LAMPS", -1, "lamps");

        assertThat(refused).isInstanceOfSatisfying(PutResult.TooManyVersions.class, tooMany -> {
            assertThat(tooMany.retryAfterSeconds()).isEqualTo(OptionalLong.of(24 * 3600 - 50 * 60));
            assertThat(tooMany.message()).contains("50 versions");
        });
        assertThat(plans.put(source, "*", "lamps")).isInstanceOf(PutResult.Stored.class);
        assertThat(put("SHOP", 1, "shop")).isInstanceOf(PutResult.Stored.class);
        assertThat(put("SHOP", 2, null)).isInstanceOf(PutResult.Stored.class);

        clock.forward(Duration.ofSeconds(24 * 3600 - 50 * 60));
        assertThat(put("LAMPS", 77, "lamps")).isInstanceOf(PutResult.Stored.class);
        assertThat(put("LAMPS", 78, "lamps")).isInstanceOf(PutResult.TooManyVersions.class);
    }

    @Test
    void section4_adminKeysPutTwoHundredVersionsADay() {
        for (int i = 0; i < VersionLimits.ADMIN_A_DAY; i++) {
            assertThat(put("SHOP", i, null)).isInstanceOf(PutResult.Stored.class);
        }

        assertThat(put("SHOP", -1, null)).isInstanceOf(PutResult.TooManyVersions.class);
        clock.forward(Duration.ofHours(24));
        assertThat(put("SHOP", 999, null)).isInstanceOf(PutResult.Stored.class);
    }

    @Test
    void section4_theLastThousandVersionsAreForAdminKeys() {
        plans.put(PLAN, "*", null);
        PlanStore store = new PlanStore(items);
        Instant now = clock.instant();

        assertThat(VersionLimits.exceeded(store, numbered(store, VersionLimits.ALL_FOR_SITES), "lamps", now))
                .containsInstanceOf(PutResult.TooManyVersions.class);
        assertThat(VersionLimits.exceeded(store, numbered(store, VersionLimits.ALL_FOR_SITES), null, now))
                .isEmpty();
        assertThat(VersionLimits.exceeded(store, numbered(store, VersionLimits.ALL), null, now))
                .containsInstanceOf(PutResult.TooManyVersions.class);
    }

    private static PlanStore.Ref numbered(PlanStore store, int number) {
        PlanStore.Ref head = store.head().ref();
        return new PlanStore.Ref(number, head.since(), head.etag(), head.content(), head.pieces(), null);
    }
}
