package dev.cairn.local.imports;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Another tool's totals for a day.
 *
 * @param visitors distinct visitors on that day, as that tool defines them
 * @param pageViews null if the export does not include them
 */
public record DayTotals(
        LocalDate day, long visitors, long visits, @Nullable Long pageViews) {}
