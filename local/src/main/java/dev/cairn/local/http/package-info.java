/** API Gateway's place: HTTP requests become payload 2.0 events, and the functions' answers become responses. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.http;
