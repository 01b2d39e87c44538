/** The script, the dashboard and the OpenAPI description. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.web;
