/** Public access to a site whose plan sets {@code public: true} (H4.3). */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.open;
