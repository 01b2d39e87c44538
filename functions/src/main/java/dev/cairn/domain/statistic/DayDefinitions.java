package dev.cairn.domain.statistic;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.funnel.Funnel;
import java.util.Map;
import java.util.Set;

/**
 * The definitions that the statistics of a day are counted with.
 *
 * @param funnels in force on the day, by id
 * @param macros ids of the macro goals of the plan in force at the run (N0.7)
 * @param micros ids of its micro goals; goals that are not shown are in neither set
 * @param audiences of the plan in force at the run, by id
 * @param watches pairs of goals whose rate is watched (N6), by id
 */
public record DayDefinitions(
        Map<String, Funnel> funnels,
        Set<String> macros,
        Set<String> micros,
        Map<String, Audience> audiences,
        Map<String, Watch> watches) {

    /**
     * A rate that the plan names to be watched (N6.2).
     *
     * @param of the goal that is the opportunity
     * @param success the goal that should be met after it
     */
    public record Watch(String of, String success) {}

    /** Only funnels. */
    public static DayDefinitions of(Map<String, Funnel> funnels) {
        return new DayDefinitions(funnels, Set.of(), Set.of(), Map.of(), Map.of());
    }
}
