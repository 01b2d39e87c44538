/** Stands in for API Gateway: HTTP requests become payload 2.0 events, and the functions' results become responses. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.http;
