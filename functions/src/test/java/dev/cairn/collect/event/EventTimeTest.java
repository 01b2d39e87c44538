package dev.cairn.collect.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.text.RequestLimits;
import org.junit.jupiter.api.Test;

class EventTimeTest {
    private static final long RECEIVED = 1_763_719_201_500L;
    private static final long TWO_MINUTES = 120_000;

    @Test
    void T1_believesABrowserWithinTwoMinutes() {
        for (long skew : new long[] {0, 1, -1, TWO_MINUTES, -TWO_MINUTES}) {
            assertThat(EventTime.ofBrowser(RECEIVED - 5_000_000, RECEIVED + skew, RECEIVED))
                    .isEqualTo(new EventTime(RECEIVED - 5_000_000, false));
        }
    }

    @Test
    void T1_correctsABrowserBeyondTwoMinutes() {
        long fast = RECEIVED + TWO_MINUTES + 1;
        assertThat(EventTime.ofBrowser(fast - 700, fast, RECEIVED)).isEqualTo(new EventTime(RECEIVED - 700, true));
        long slow = RECEIVED - TWO_MINUTES - 1;
        assertThat(EventTime.ofBrowser(slow - 700, slow, RECEIVED)).isEqualTo(new EventTime(RECEIVED - 700, true));
        assertThat(EventTime.ofBrowser(RECEIVED / 1000 - 1, RECEIVED / 1000, RECEIVED))
                .as("seconds for milliseconds")
                .isEqualTo(new EventTime(RECEIVED - 1, true));
    }

    @Test
    void T1_withoutSentAtOrTimeItIsWhenItWasReceived() {
        assertThat(EventTime.ofBrowser(RECEIVED - 700, null, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
        assertThat(EventTime.ofBrowser(null, RECEIVED, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
        assertThat(EventTime.ofServer(null, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
    }

    @Test
    void T1_clampsWhatIsLaterThanReceived() {
        assertThat(EventTime.ofBrowser(RECEIVED + 1, RECEIVED + 1, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
        assertThat(EventTime.ofBrowser(RECEIVED, RECEIVED, RECEIVED)).isEqualTo(new EventTime(RECEIVED, false));
        assertThat(EventTime.ofServer(RECEIVED + 1, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
        assertThat(EventTime.ofBrowser(RequestLimits.SAFE_INTEGER, -RequestLimits.SAFE_INTEGER, RECEIVED))
                .isEqualTo(new EventTime(RECEIVED, true));
    }

    @Test
    void T1_believesAServerAsItIs() {
        assertThat(EventTime.ofServer(5L, RECEIVED)).isEqualTo(new EventTime(5, false));
    }

    @Test
    void T2_isOlderBeyondTheLimitOnly() {
        EventTime time = new EventTime(RECEIVED - EventTime.BROWSER_AGE_MILLIS, false);
        assertThat(time.olderThan(EventTime.BROWSER_AGE_MILLIS, RECEIVED)).isFalse();
        assertThat(time.olderThan(EventTime.BROWSER_AGE_MILLIS, RECEIVED + 1)).isTrue();
    }
}
