/** What anyone sees of a site whose plan says {@code public: true} (H4.3). */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.open;
