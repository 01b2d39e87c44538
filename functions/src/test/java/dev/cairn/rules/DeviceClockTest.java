package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A device's id contains its creation time by the device's clock, which may be days ahead. */
class DeviceClockTest {
    private static final String PLAN = """
            goals:
              regular: {tier: micro, kind: milestone, match: {event: look, visit_frequency: {min: 2}}}
            """;

    /** A time more than a day ahead is not trusted; when that time comes, the id looks newly created. */
    @Test
    void G2_aDeviceThatWasHereBeforeItsIdSaysItWasMadeHasTwoVisits() {
        Shop shop = new Shop(PLAN)
                .itIs("2026-03-07T10:00Z")
                .send(event("look", "2026-03-07T10:00Z")
                        .by(ANNA)
                        .madeAt("2026-03-10T12:00Z")
                        .received("2026-03-07T10:00Z"))
                .run()
                .itIs("2026-03-10T12:00Z")
                .send(event("look", "2026-03-10T12:00Z").by(ANNA).madeAt("2026-03-10T12:00Z"))
                .run();

        assertThat(shop.goal("regular", "2026-03-10")).startsWith(1L);
    }

    /** For example from quarantine: by then, the day in the id is stored, and no index lists it. */
    @Test
    void G2_anEventFromBeforeTheDeviceWasMadeByItsClockMayBeReplayedAfterThatDay() {
        Shop shop = new Shop(PLAN);
        byte[] held = shop.record(event("look", "2026-03-07T10:00Z")
                .by(ANNA)
                .madeAt("2026-03-10T12:00Z")
                .received("2026-03-07T10:00Z"));
        shop.send(event("look", "2026-03-10T12:00Z").by(ANNA).madeAt("2026-03-10T12:00Z"))
                .run();

        shop.deliver(List.of(held));
        shop.run();

        assertThat(shop.goal("regular", "2026-03-10")).startsWith(1L);
    }
}
