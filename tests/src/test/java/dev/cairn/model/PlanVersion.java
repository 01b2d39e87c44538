package dev.cairn.model;

/**
 * A version of the plan.
 *
 * @param number 1, 2, 3, …
 * @param since when it was put, epoch milliseconds; it tags events received from then on
 * @param source the document
 */
public record PlanVersion(int number, long since, String source) {}
