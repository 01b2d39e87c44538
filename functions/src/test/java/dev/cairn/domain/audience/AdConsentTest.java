package dev.cairn.domain.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.TestEvents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdConsentTest {
    private int events;

    private TestEvents.Stored event(String name, long at) {
        return TestEvents.stored(name, new EventHash(++events).bits()).at(at);
    }

    private static AdConsent of(TestEvents.Stored... events) {
        return AdConsent.of(
                java.util.Arrays.stream(events).map(TestEvents.Stored::build).toList());
    }

    @Test
    void N5_3_theLatestEventDecides() {
        assertThat(of().given()).isFalse();
        assertThat(of(event("page_view", 1), event("page_view", 2).ads()).given())
                .isTrue();
        assertThat(of(event("page_view", 1).ads(), event("page_view", 2)).given())
                .isFalse();
        assertThat(of(event("page_view", 1).ads(), event("page_view", 2)).withdrawnAt())
                .isEqualTo(2);
    }

    @Test
    void N5_3_aWithdrawalEndsConsentWhateverItSaysOfAds() {
        AdConsent consent =
                of(event("page_view", 1).ads(), event("consent_withdrawn", 2).ads());

        assertThat(consent.given()).isFalse();
        assertThat(consent.withdrawnAt()).isEqualTo(2);
    }

    @Test
    void N9_2_clicksOfBeforeAWithdrawalDoNotComeBack() {
        StoredEvent first = event("page_view", 1).click("gclid", "a").build();
        StoredEvent without = event("page_view", 2).build();
        StoredEvent again = event("page_view", 3).click("gbraid", "b").build();

        assertThat(AdConsent.of(List.of(first)).valuesAt(9)).isEqualTo(Map.of("gclid", "a"));
        assertThat(AdConsent.of(List.of(first, without, again)).valuesAt(9)).isEqualTo(Map.of("gbraid", "b"));
    }
}
