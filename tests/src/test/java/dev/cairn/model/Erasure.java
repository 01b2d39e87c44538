package dev.cairn.model;

/**
 * Somebody was forgotten: a user with all that belongs to them, or a device with all that was sent with its id. What was
 * received until then had been classified.
 *
 * @param user a user's id; otherwise a device's ({@code visitor})
 * @param id as clients send it
 * @param at epoch milliseconds; what happened later is stored again
 */
public record Erasure(boolean user, String id, long at) {}
