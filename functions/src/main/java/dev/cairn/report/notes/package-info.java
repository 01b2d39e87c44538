/** What happened on a site by day: its own notes, plan changes, alarms and gaps (H4.3). */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.notes;
