package dev.cairn.store.statistic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.StatisticValues;
import dev.cairn.domain.statistic.VisitorDayInput;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.theta.CompactThetaSketch;
import org.apache.datasketches.theta.ThetaSetOperation;
import org.apache.datasketches.theta.ThetaSketch;
import org.apache.datasketches.theta.ThetaUnion;
import org.apache.datasketches.theta.UpdatableThetaSketch;

/**
 * Distinct linkable visitors as an Apache DataSketches theta sketch, in base64 (F9). Exact up to {@link #NOMINAL}
 * visitors; beyond that the relative standard error is 1/sqrt(k - 1) = 1.56 %, however many days are added up.
 */
public record VisitorSketch(@JsonValue String sketch) implements Counts<VisitorSketch> {
    /** The sketch's parameter k. */
    public static final int NOMINAL = 4_096;

    /** The sketch of no visitors. */
    public static final VisitorSketch NOBODY = of(List.of());

    public static final SiteStatistic<VisitorSketch> LINKABLE =
            SiteStatistic.countedBy("linkable", StatisticValues.of(VisitorSketch.class), definitions -> new Counter());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public VisitorSketch {}

    public static VisitorSketch of(Collection<VisitorKey> visitors) {
        UpdatableThetaSketch sketch =
                UpdatableThetaSketch.builder().setNominalEntries(NOMINAL).build();
        visitors.forEach(visitor -> sketch.update(visitor.toString()));
        return new VisitorSketch(text(sketch.compact()));
    }

    /** Builds one sketch for all visitors, because one sketch per visitor would cost too much. */
    private static final class Counter implements StatisticCounter<VisitorSketch> {
        private final List<VisitorKey> visitors = new ArrayList<>();

        @Override
        public void add(VisitorDayInput input) {
            if (input.isVisitor() && input.visitor().linkable()) {
                visitors.add(input.visitor());
            }
        }

        @Override
        public StatisticSum<VisitorSketch> sum() {
            return new StatisticSum<>(of(visitors), Map.of());
        }
    }

    public static VisitorSketch sum(Collection<VisitorSketch> parts) {
        ThetaUnion union =
                ThetaSetOperation.builder().setNominalEntries(NOMINAL).buildUnion();
        parts.forEach(part -> union.union(part.read()));
        return new VisitorSketch(text(union.getResult()));
    }

    @Override
    public VisitorSketch plus(VisitorSketch other) {
        return sum(List.of(this, other));
    }

    @Override
    public long weight() {
        return Math.round(estimate());
    }

    public double estimate() {
        return read().getEstimate();
    }

    /** With 95 % confidence, the true number is at least this. */
    public double lowerBound() {
        return read().getLowerBound(2);
    }

    /** With 95 % confidence, the true number is at most this. */
    public double upperBound() {
        return read().getUpperBound(2);
    }

    private ThetaSketch read() {
        return ThetaSketch.heapify(MemorySegment.ofArray(Base64.getDecoder().decode(sketch)));
    }

    private static String text(CompactThetaSketch sketch) {
        return Base64.getEncoder().encodeToString(sketch.toByteArray());
    }
}
