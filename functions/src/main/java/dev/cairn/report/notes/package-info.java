/** What happened on which day of a site: its people's notes, changes of the plan, alarms and gaps (H4.3). */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.notes;
