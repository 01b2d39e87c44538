package dev.cairn.aggregate;

import dev.cairn.plan.Site;
import dev.cairn.store.Marks.Mark;
import java.time.LocalDate;
import java.util.List;

/**
 * A site's day that a run is to bring up to date.
 *
 * @param raised its marks, listed after the run's epoch began
 * @param work estimated microseconds for all of it, see {@link Work}
 */
record DayRun(Site site, LocalDate day, List<Mark> raised, long work) {}
