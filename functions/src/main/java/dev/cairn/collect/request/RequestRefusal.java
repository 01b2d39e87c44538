package dev.cairn.collect.request;

/**
 * Ends a request that cannot be processed. The message states the fault, its place and what is allowed, in one
 * sentence.
 */
public record RequestRefusal(RequestError fault, String message) {}
