package dev.cairn.plan.model;

import org.jspecify.annotations.Nullable;

/**
 * Visitors who did one thing and not another (N5).
 *
 * @param did goal id
 * @param not goal id; null when doing {@code did} is enough
 * @param afterMillis how long after {@code did} a visitor enters at the earliest, 0 when at once
 * @param withinMillis how long after {@code did} a visitor stays at most
 */
public record Audience(String id, String did, @Nullable String not, long afterMillis, long withinMillis) {}
