package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.SimulatedVisitor.Interest;
import org.junit.jupiter.api.Test;

/** {@code bench/run AssociationWhole} takes 20,000 visitors. */
class AssociationWholeTest {
    @Test
    void N2_theWholeSystemGivesTheFiguresOfTheDomainFunctions() {
        AssociationWhole.Compared compared = AssociationWhole.compare(1_200, Interest.UNSEEN, 1);

        assertThat(compared.figures()).isEqualTo(compared.expected());
        assertThat(compared.figures().getFirst()).startsWith("plain ").doesNotContain("null");
        assertThat(compared.figures()).anySatisfy(each -> assertThat(each).startsWith("after 0 0 "));
    }
}
