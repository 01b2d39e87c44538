/** The script, the dashboard and the API's description. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.web;
