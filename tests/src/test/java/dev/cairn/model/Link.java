package dev.cairn.model;

/** How reliably a visitor can be recognized. */
enum Link {
    USER,
    DEVICE,
    DAILY,
    NONE;

    boolean linkable() {
        return this == USER || this == DEVICE;
    }
}
