/**
 * Small request and response records and their form in API Gateway's payload 2.0 (with the POJO events, startup takes
 * 2.6 times as long).
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.http;
