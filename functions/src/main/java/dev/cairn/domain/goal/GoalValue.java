package dev.cairn.domain.goal;

import dev.cairn.domain.event.Money;
import org.jspecify.annotations.Nullable;

/** The value of a goal's conversions (G3). */
public sealed interface GoalValue {
    GoalValue NONE = new None();
    GoalValue OF_THE_EVENT = new OfTheEvent();

    /** Returns a conversion's value; null if it has none. */
    @Nullable
    Money of(@Nullable Money event);

    /** Conversions have no value. */
    record None() implements GoalValue {
        @Override
        public @Nullable Money of(@Nullable Money event) {
            return null;
        }
    }

    /** Each conversion has the value of its event. */
    record OfTheEvent() implements GoalValue {
        @Override
        public @Nullable Money of(@Nullable Money event) {
            return event;
        }
    }

    /** Each conversion has the same value. */
    record Fixed(Money amount) implements GoalValue {
        @Override
        public Money of(@Nullable Money event) {
            return amount;
        }
    }
}
