package dev.cairn.domain.statistic;

import java.time.LocalDate;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/** Adds visitors' days to one statistic, in place. Not thread-safe. */
public interface StatisticCounter<S> {

    void add(VisitorDayInput input, LongFunction<LocalDate> dayOf);

    /** Returns the sum; nothing may be added afterwards. */
    StatisticSum<S> sum();

    /** Returns when the sum next changes without new events because a window closes, epoch milliseconds. */
    default long nextClose() {
        return StatisticAccumulator.NEVER;
    }

    static <S> StatisticCounter<S> of(
            StatisticAccumulator<S> totals, BiConsumer<VisitorDayInput, LongFunction<LocalDate>> addition) {
        return new StatisticCounter<>() {
            @Override
            public void add(VisitorDayInput input, LongFunction<LocalDate> dayOf) {
                addition.accept(input, dayOf);
            }

            @Override
            public StatisticSum<S> sum() {
                return totals.sum();
            }

            @Override
            public long nextClose() {
                return totals.nextClose();
            }
        };
    }
}
