/** What the dashboard's first page says in one call: blocks of sentences with the figures behind them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.today;
