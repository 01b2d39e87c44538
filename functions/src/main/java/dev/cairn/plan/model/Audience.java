package dev.cairn.plan.model;

import org.jspecify.annotations.Nullable;

/**
 * Defines an audience: visitors who met one goal and not another (N5).
 *
 * @param did goal id
 * @param not goal id; null when meeting {@code did} is enough
 * @param afterMillis shortest time after {@code did} until a visitor enters, 0 for immediately
 * @param withinMillis longest time after {@code did} that a visitor stays
 */
public record Audience(String id, String did, @Nullable String not, long afterMillis, long withinMillis) {}
