package dev.cairn.store.notice;

/** A message may not have been accepted and must be sent again. */
public final class NoticeNotSentException extends RuntimeException {
    public NoticeNotSentException(String reason) {
        super(reason);
    }

    public NoticeNotSentException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
