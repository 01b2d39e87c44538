/**
 * Small request and response records and their form in API Gateway's payload 2.0 (the POJO events start 2.6 times
 * slower).
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.http;
