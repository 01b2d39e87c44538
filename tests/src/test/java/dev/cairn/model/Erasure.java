package dev.cairn.model;

/**
 * The erasure of a user with everything that belongs to them, or of a device with everything sent with its id.
 * Everything received by then had been classified.
 *
 * @param user whether the id is a user's; otherwise a device's ({@code visitor})
 * @param id as sent by clients
 * @param at epoch milliseconds; later events are stored again
 */
public record Erasure(boolean user, String id, long at) {}
