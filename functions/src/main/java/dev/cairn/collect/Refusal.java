package dev.cairn.collect;

/** The end of a request that cannot go on: what is wrong, where, and what is allowed, in one sentence. */
record Refusal(Fault fault, String message) {}
