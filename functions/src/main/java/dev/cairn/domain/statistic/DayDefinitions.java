package dev.cairn.domain.statistic;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.funnel.Funnel;
import java.util.Map;
import java.util.Set;

/**
 * The definitions on which a day's statistics are based.
 *
 * @param funnels the funnels that are active on the day, by id
 * @param macros ids of the macro goals in the plan that is active during the run (N0.7)
 * @param micros ids of that plan's micro goals; hidden goals are in neither set
 * @param audiences the audiences in that plan, by id
 * @param watches by id, pairs of goals whose rate is monitored (N6)
 */
public record DayDefinitions(
        Map<String, Funnel> funnels,
        Set<String> macros,
        Set<String> micros,
        Map<String, Audience> audiences,
        Map<String, Watch> watches) {

    /**
     * A rate that the plan asks to monitor (N6.2).
     *
     * @param of the goal that is the opportunity
     * @param success the goal that should be met after it
     */
    public record Watch(String of, String success) {}

    /** Creates definitions with only these funnels. */
    public static DayDefinitions of(Map<String, Funnel> funnels) {
        return new DayDefinitions(funnels, Set.of(), Set.of(), Map.of(), Map.of());
    }
}
