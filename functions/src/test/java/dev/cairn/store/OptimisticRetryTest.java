package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptimisticRetryTest {
    @Test
    void givesUpAfterTheLastTryAndSaysWhatOthersChanged() {
        OptimisticRetry tries = OptimisticRetry.over("a claim", 3);
        tries.tryAgain();
        tries.tryAgain();

        assertThatThrownBy(tries::tryAgain)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a claim was changed by others 3 times in a row");
    }

    @Test
    void onlyTheTryBeforeAnyOtherIsTheFirst() {
        OptimisticRetry tries = OptimisticRetry.over("a visitor", 3, 2);
        assertThat(tries.isFirst()).isTrue();

        tries.tryAgain();

        assertThat(tries.isFirst()).isFalse();
    }
}
