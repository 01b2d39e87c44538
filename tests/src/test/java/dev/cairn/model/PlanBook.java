package dev.cairn.model;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The site's definitions in all plan versions, and when they applied. */
final class PlanBook {
    private final History history;
    /** The versions that contain the site. */
    private final TreeMap<Integer, Site> sites = new TreeMap<>();

    final Calendar calendar = new Calendar();

    PlanBook(History history) {
        this.history = history;
        for (PlanVersion version : history.plans()) {
            Site site = PlanParser.read(version.source()).sites().get(history.site());
            if (site != null) {
                sites.put(version.number(), site);
                calendar.zoneIs(site.zones().current(), version.since());
            }
        }
    }

    /** The version in force at a time. */
    int inForce(long at) {
        return history.plans().stream()
                .filter(version -> version.since() <= at)
                .mapToInt(PlanVersion::number)
                .max()
                .orElse(history.plans().getFirst().number());
    }

    /** The version that tags a copy: the one in force when it was received, or that of a later backfill of its day. */
    int tagging(Copy copy) {
        int backfilled = backfill(copy.day());
        return sites.containsKey(backfilled) ? Math.max(copy.plan(), backfilled) : copy.plan();
    }

    private int backfill(LocalDate day) {
        return history.backfills().stream()
                .filter(each -> each.holdsFor(day))
                .mapToInt(Backfill::planVersion)
                .max()
                .orElse(0);
    }

    /** The site as the plan in force has it; null when it has not. */
    Site now() {
        return sites.get(history.plans().getLast().number());
    }

    Site site(int version) {
        return sites.get(version);
    }

    Map<String, Goal> goals(int version) {
        return sites.containsKey(version) ? sites.get(version).goals() : Map.of();
    }

    /** The funnels that have rows: those of the last version. */
    List<String> funnels() {
        Site now = sites.get(history.plans().getLast().number());
        return now == null ? List.of() : List.copyOf(now.funnels().keySet());
    }

    /**
     * A funnel as it applies to a day: from the last version put on or before that day, else from the first that has
     * it; or from a newer version if the day was backfilled with it.
     */
    Funnel funnel(String id, LocalDate day) {
        int holds = 0;
        for (PlanVersion version : history.plans()) {
            boolean known = version(version.number(), id).isPresent();
            boolean inTime = !calendar.dayOf(version.since()).isAfter(day);
            if (known && (holds == 0 || inTime)) {
                holds = version.number();
            }
        }
        int backfilled = backfill(day);
        return version(backfilled, id).isPresent() && backfilled > holds
                ? version(backfilled, id).orElseThrow()
                : version(holds, id).orElseThrow();
    }

    private Optional<Funnel> version(int number, String funnel) {
        return Optional.ofNullable(sites.get(number)).map(site -> site.funnels().get(funnel));
    }
}
