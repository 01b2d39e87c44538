package dev.cairn.store.notice;

/** Sends messages, each at least once: if sending fails, a later run sends the message again. */
public interface Notices {

    /** For setups without recipients. */
    Notices NONE = notice -> {};

    /** Throws {@link NoticeNotSentException} when it is not certain that the message was accepted. */
    void send(Notice notice);
}
