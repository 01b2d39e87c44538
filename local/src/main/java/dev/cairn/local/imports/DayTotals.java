package dev.cairn.local.imports;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What another tool counted on a day.
 *
 * @param visitors distinct visitors of that day, as that tool understands them
 * @param pageViews null where the export does not have them
 */
public record DayTotals(
        LocalDate day, long visitors, long visits, @Nullable Long pageViews) {}
