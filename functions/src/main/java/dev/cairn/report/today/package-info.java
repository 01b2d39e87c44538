/** The content of the dashboard's first page: blocks of sentences with the figures behind them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.today;
