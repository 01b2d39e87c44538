package dev.cairn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailingStreamTest {

    @Test
    void a2xxIsDurableAndNoConfirmedEntryIsSentAgainWhateverKinesisDoes() throws Exception {
        FailingStream.Outcome outcome = FailingStream.run(1, 250, new FailingKinesis.Failing(0.4, 0.05, 0.02));

        System.out.print(outcome.describe());
        assertThat(outcome.missing()).isZero();
        assertThat(outcome.other()).isZero();
        assertThat(outcome.resent()).isZero();
        assertThat(outcome.confirmed()).isGreaterThan(200);
        assertThat(outcome.kinesis().outages()).isPositive();
        assertThat(outcome.kinesis().lost()).isPositive();
    }
}
