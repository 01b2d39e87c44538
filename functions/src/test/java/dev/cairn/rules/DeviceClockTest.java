package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An id of a device tells when it was made by the clock of that device, which may be days ahead. */
class DeviceClockTest {
    private static final String PLAN = """
            goals:
              regular: {tier: micro, kind: milestone, match: {event: look, visit_frequency: {min: 2}}}
            """;

    /** More than a day ahead, the time is not believed; when that time comes, the id looks as if it were just made. */
    @Test
    void G2_aDeviceThatWasHereBeforeItsIdSaysItWasMadeHasTwoVisits() {
        Shop shop = new Shop(PLAN)
                .send(event("look", "2026-03-07T10:00Z").by(ANNA).received("2026-03-07T10:00Z"))
                .run()
                .send(event("look", "2026-03-10T12:00Z").by(ANNA).madeAt("2026-03-10T12:00Z"))
                .run();

        assertThat(shop.goal("regular", "2026-03-10")).startsWith(1L);
    }
}
