package dev.cairn.domain.goal;

/** The senders whose events may meet a goal. */
public enum Senders {
    /** Pages and server keys. */
    PAGES_AND_SERVERS,
    /** Pages, server keys and the pixel (B5). */
    PIXEL_TOO,
    /** Server keys only (D2). */
    SERVERS_ONLY
}
