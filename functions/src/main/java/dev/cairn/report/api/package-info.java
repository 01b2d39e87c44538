/** Requests and responses of the HTTP API: parameters, errors, pages, JSON and CSV. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.api;
