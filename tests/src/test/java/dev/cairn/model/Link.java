package dev.cairn.model;

/** How far a visitor can be followed. */
enum Link {
    USER,
    DEVICE,
    DAILY,
    NONE;

    boolean linkable() {
        return this == USER || this == DEVICE;
    }
}
