package dev.cairn.plan.parse;

import dev.cairn.domain.goal.EventMatch;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanErrors;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * The limits for one site of a plan, so that no site can slow down the others (section 4). They apply when a plan is
 * saved; a plan that was stored before a limit existed stays valid ({@link PlanErrors#limit}).
 */
final class PlanLimits {
    static final int GOALS = 300;
    static final int FUNNELS = 100;
    static final int TARGETS = 20;
    static final int AUDIENCES = 20;
    static final int QUIET_DAYS = 400;
    static final int SERIES_OFF = 1_000;
    static final int WATCHES = 20;
    static final int ORIGINS = 200;
    static final int NETWORKS = 1_000;
    static final int KEY_PAGES = 200;
    static final int REPORT_PROPS = 10;
    static final int NOTES = 500;

    /** Every response lists all of them in a header. */
    static final int EMBED = 20;

    static final int EXCLUDES_PER_FUNNEL = 20;
    static final int EXCLUSIONS = 50;
    static final int PATTERN_CHARACTERS = 256;
    static final int BLOCK_BYTES = 128 * 1024;

    /** Conditions in a goal's {@code match}. */
    static final int CONDITIONS_PER_GOAL = 200;

    /**
     * Conditions in all goals of a site. With the longest patterns and URLs, they take about 20 ms of CPU time per
     * event.
     */
    static final int CONDITIONS_PER_SITE = 2_000;

    /**
     * Values of an {@code in} that count as one condition: comparing a value costs a hundredth as much as matching a
     * glob.
     */
    static final int VALUES_PER_CONDITION = 100;

    private static final int QUOTES = 2;

    private PlanLimits() {}

    /** Checks the length of a list in the block. */
    static void items(MappingReader block, String key, int most) {
        int items = block.node(key) instanceof Node.Sequence list ? list.items().size() : 0;
        if (items > most) {
            block.faults().limit(block.under(key), "has " + items + " entries; the maximum is " + most);
        }
    }

    /** Checks the length of a glob. */
    static void pattern(String glob, String path, PlanErrors faults) {
        if (glob.length() > PATTERN_CHARACTERS) {
            faults.limit(path, "has " + glob.length() + " characters; a pattern has at most " + PATTERN_CHARACTERS);
        }
    }

    /** Checks the size of a site's block, measured as compact JSON in UTF-8. */
    static void block(Node block, String path, PlanErrors faults) {
        long bytes = bytes(block);
        if (bytes > BLOCK_BYTES) {
            faults.limit(
                    path,
                    "is " + bytes + " bytes long as compact JSON; the block of a site has at most " + BLOCK_BYTES);
        }
    }

    private static long bytes(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> utf8(scalar.text()) + (scalar.type() == Node.Type.TEXT ? QUOTES : 0);
            case Node.Sequence list ->
                1 + list.items().stream().mapToLong(each -> bytes(each) + 1).sum();
            case Node.Mapping mapping ->
                1
                        + mapping.entries().entrySet().stream()
                                .mapToLong(each -> utf8(each.getKey()) + QUOTES + bytes(each.getValue()) + 2)
                                .sum();
        };
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Checks the plan's own sections once, so that the error is not repeated for every site. */
    static void plan(PlanLayer plan, PlanErrors faults) {
        section("goals", plan.goals().size(), GOALS, faults);
        section("funnels", plan.funnels().size(), FUNNELS, faults);
        section("targets", plan.targets().size(), TARGETS, faults);
        section("audiences", plan.audiences().size(), AUDIENCES, faults);
    }

    private static void section(String key, int definitions, int most, PlanErrors faults) {
        if (definitions > most) {
            faults.limit(
                    key,
                    "has " + definitions + " " + key + ", the default plan's included; a site has at most " + most);
        }
    }

    /** Checks a site's sections together with those it inherits from the plan. */
    static void site(PlanLayer own, PlanLayer plan, MappingReader block) {
        merged("goals", own.goals().keySet(), plan.goals().keySet(), GOALS, block);
        merged("funnels", own.funnels().keySet(), plan.funnels().keySet(), FUNNELS, block);
        merged("targets", own.targets().keySet(), plan.targets().keySet(), TARGETS, block);
        merged("audiences", own.audiences().keySet(), plan.audiences().keySet(), AUDIENCES, block);
    }

    private static void merged(String key, Set<String> own, Set<String> plan, int most, MappingReader block) {
        long inherited = plan.stream().filter(id -> !own.contains(id)).count();
        if (!own.isEmpty() && own.size() + inherited > most) {
            block.faults()
                    .limit(
                            block.under(key),
                            own.size() + " " + key + ", and " + inherited
                                    + " more from the plan, are too many; a site has at most " + most);
        }
    }

    /** Checks the number of conditions in one goal. */
    static void conditions(Goal goal, String path, PlanErrors faults) {
        long conditions = conditions(goal);
        if (conditions > CONDITIONS_PER_GOAL) {
            faults.limit(
                    path, "has " + conditions + " conditions; the match of a goal has at most " + CONDITIONS_PER_GOAL);
        }
    }

    /** Checks the number of conditions in all goals of a site. */
    static void conditions(Collection<Goal> goals, String path, PlanErrors faults) {
        long conditions = goals.stream().mapToLong(PlanLimits::conditions).sum();
        if (conditions > CONDITIONS_PER_SITE) {
            faults.limit(
                    path,
                    "has " + conditions + " conditions in all its goals, the plan's included; a site has at most "
                            + CONDITIONS_PER_SITE);
        }
    }

    private static long conditions(Goal goal) {
        return goal.alternatives().stream()
                .mapToLong(each -> conditions(each.match()))
                .sum();
    }

    /** Counts each glob as one condition, and every hundred values of an {@code in} as one. */
    private static long conditions(EventMatch match) {
        return switch (match) {
            case EventMatch.All all -> 1 + conditions(all.parts());
            case EventMatch.Any any -> 1 + conditions(any.parts());
            case EventMatch.Not not -> 1 + conditions(not.part());
            case EventMatch.Prop prop -> 1 + size(prop.in()) / VALUES_PER_CONDITION + size(prop.like());
            case EventMatch.Always always -> 1;
            case EventMatch.Event event -> 1;
            case EventMatch.Url url -> 1;
        };
    }

    private static long conditions(Iterable<EventMatch> parts) {
        long conditions = 0;
        for (EventMatch part : parts) {
            conditions += conditions(part);
        }
        return conditions;
    }

    private static long size(@org.jspecify.annotations.Nullable Collection<?> values) {
        return values == null ? 0 : values.size();
    }
}
