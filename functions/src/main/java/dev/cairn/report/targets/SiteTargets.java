package dev.cairn.report.targets;

import dev.cairn.report.statistics.ReportContext;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site's targets.
 *
 * @param period the days that were read
 * @param firstDay the site's first day with events, or the first day that was read if that is later; null without
 *     events
 * @param reports ordered by id
 */
public record SiteTargets(ReportContext period, @Nullable LocalDate firstDay, List<TargetReport> reports) {}
