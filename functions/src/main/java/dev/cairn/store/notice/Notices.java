package dev.cairn.store.notice;

/** Sends messages, each at least once: a message whose sending failed is sent again by a later run. */
public interface Notices {

    /** For setups in which nobody listens. */
    Notices NONE = notice -> {};

    /** Throws {@link NoticeNotSentException} when it is not certain that the message was accepted. */
    void send(Notice notice);
}
