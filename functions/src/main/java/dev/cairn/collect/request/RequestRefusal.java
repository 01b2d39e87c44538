package dev.cairn.collect.request;

/** The end of a request that cannot go on: what is wrong, where, and what is allowed, in one sentence. */
public record RequestRefusal(RequestError fault, String message) {}
