package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final MemoryItems items = new MemoryItems(clock);
    private final Batches batches = new Batches(items, clock);

    @Test
    void whoEndsIsBesideNobody() {
        assertThat(batches.end(batches.begin("one"))).isTrue();
        assertThat(batches.begin("one").beside()).isFalse();
    }

    @Test
    void anEndThatIsNotAnsweredIsKnownWhenItIsRepeated() {
        Batches.Begun batch = batches.begin("one");
        batches.end(batch);

        assertThat(batches.end(batch)).isTrue();
    }

    @Test
    void whoBeginsBesideAnotherIsTold_andTheOtherDoesNotEnd() {
        Batches.Begun thoughtDead = batches.begin("one");
        Batches.Begun next = batches.begin("one");

        assertThat(next.beside()).isTrue();
        assertThat(batches.end(thoughtDead)).isFalse();
        assertThat(batches.end(next)).isTrue();
    }

    @Test
    void whoseBeginningWasOverwrittenDoesNotEndEvenWhenTheOtherHas() {
        Batches.Begun now = batches.begin("one");
        Batches.Begun late = batches.begin("one");
        batches.end(late);

        assertThat(batches.end(now)).isFalse();
    }

    @Test
    void shardsAreApart() {
        batches.begin("one");

        Batches.Begun batch = batches.begin("two");
        assertThat(batch.beside()).isFalse();
        assertThat(batches.end(batch)).isTrue();
    }

    @Test
    void whoWasThoughtDeadMayBeAtWorkBesideThoseWhoComeLaterForAsLongAsLambdaLetsItLive() {
        batches.begin("one");
        batches.end(batches.begin("one"));

        clock.forward(Duration.ofMinutes(14));
        Batches.Begun nextPart = batches.begin("one");
        assertThat(nextPart.beside()).isTrue();
        assertThat(batches.end(nextPart)).isTrue();

        clock.forward(Duration.ofMinutes(1));
        assertThat(batches.begin("one").beside()).isFalse();
    }

    @Test
    void whoWasThoughtDeadMayBeAtWorkBesideThoseOnAnotherShard() {
        batches.begin("one");
        batches.begin("one");

        Batches.Begun other = batches.begin("two");
        assertThat(other.beside()).isTrue();
        assertThat(batches.end(other)).isTrue();
    }

    @Test
    void whoEndsWhileSomebodyIsThoughtDeadHasNotDoneItForSure() {
        batches.begin("one");
        Batches.Begun before = batches.begin("two");
        batches.end(batches.begin("one"));

        assertThat(batches.end(before)).isFalse();
        assertThat(batches.end(batches.begin("two"))).isTrue();
    }

    @Test
    void whoDiedIsForgottenAfterAWhile() {
        batches.begin("one");
        clock.forward(Duration.ofDays(3));

        assertThat(batches.begin("one").beside()).isFalse();
    }
}
