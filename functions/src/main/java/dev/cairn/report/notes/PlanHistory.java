package dev.cairn.report.notes;

import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PlanRepository.Version;
import dev.cairn.report.api.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the plan's versions changed for a site, by the day on which they were saved. */
final class PlanHistory {
    /** Maximum number of days to compare, latest first: for each, a version may have to be read and parsed. */
    static final int MOST_DAYS = 50;

    private final PlanRepository plans;

    PlanHistory(PlanRepository plans) {
        this.plans = plans;
    }

    /**
     * One difference.
     *
     * @param how {@code new}, {@code changed} or {@code removed}
     * @param section {@code goals}, {@code funnels}, {@code targets}, {@code audiences}, or {@code settings} for the
     *     settings that change figures
     * @param id empty for settings
     */
    record Difference(String how, String section, String id) {
        @Override
        public String toString() {
            return how + " " + section + (id.isEmpty() ? "" : "." + id);
        }
    }

    /** What changed on a day, and the last version saved on that day. */
    record Changed(int version, List<Difference> differences) {}

    /** Returns the changes by day; days without changes to the site other than its notes are omitted. */
    NavigableMap<LocalDate, Changed> of(Site site, DayRange range) {
        NavigableMap<LocalDate, Changed> changed = new TreeMap<>();
        NavigableMap<LocalDate, Version> last = new TreeMap<>();
        for (Version version : plans.versions()) {
            last.put(site.zones().dayOf(version.since().toEpochMilli()), version);
        }
        last.headMap(range.to(), true).descendingMap().entrySet().stream()
                .takeWhile(day -> !day.getKey().isBefore(range.from()))
                .limit(MOST_DAYS)
                .forEach(day -> {
                    Map.Entry<LocalDate, Version> earlier = last.lowerEntry(day.getKey());
                    Site before = earlier == null ? null : at(earlier.getValue(), site.id());
                    Site after = at(day.getValue(), site.id());
                    if (before != null && after != null) {
                        List<Difference> differences = between(before, after);
                        if (!differences.isEmpty()) {
                            changed.put(day.getKey(), new Changed(day.getValue().number(), differences));
                        }
                    }
                });
        return changed;
    }

    private @Nullable Site at(Version version, String site) {
        return plans.version(version.number()).sites().get(site);
    }

    private static List<Difference> between(Site before, Site after) {
        List<Difference> differences = new ArrayList<>();
        compare("goals", before.goals(), after.goals(), differences);
        compare("funnels", before.funnels(), after.funnels(), differences);
        compare("targets", before.definitions().targets(), after.definitions().targets(), differences);
        compare(
                "audiences",
                before.definitions().audiences(),
                after.definitions().audiences(),
                differences);
        if (!settings(before).equals(settings(after))) {
            differences.add(new Difference("changed", "settings", ""));
        }
        return differences;
    }

    /** The settings that change what is collected or counted. */
    private static List<Object> settings(Site site) {
        return List.of(
                site.zones().current(),
                site.currency(),
                site.collect(),
                site.visits(),
                site.exclude(),
                site.definitions().keyPages());
    }

    private static void compare(
            String section, Map<String, ?> before, Map<String, ?> after, List<Difference> differences) {
        TreeSet<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            if (!Objects.equals(before.get(id), after.get(id))) {
                String how = !before.containsKey(id) ? "new" : after.containsKey(id) ? "changed" : "removed";
                differences.add(new Difference(how, section, id));
            }
        }
    }
}
