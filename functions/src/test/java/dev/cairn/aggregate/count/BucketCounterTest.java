package dev.cairn.aggregate.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.statistic.Dimension;
import dev.cairn.store.statistic.StatisticRegistry;
import org.junit.jupiter.api.Test;

class BucketCounterTest {
    /** Otherwise a day would be added up from partials that lack statistics added to the registry since. */
    @Test
    void R8_aPartialWithoutAStatisticOrADimensionOfThisVersionIsOfAnotherForm() {
        assertThat(StatisticRegistry.ALL)
                .allSatisfy(statistic -> assertThat(BucketCounter.FORM).contains(statistic.name()));
        assertThat(Dimension.values())
                .allSatisfy(dimension -> assertThat(BucketCounter.FORM).contains(dimension.toString()));
    }
}
