package dev.cairn.collect.request;

import java.util.Locale;

/** The reason why one event was rejected: a closed set. The other events of its body are not affected. */
public enum RejectionReason {
    NOT_AN_OBJECT,
    MISSING_ID,
    INVALID_ID,
    MISSING_NAME,
    INVALID_NAME,
    NAME_TOO_LONG,
    INVALID_VISITOR,
    INVALID_USER,
    INVALID_TIME,
    INVALID_SEQ,
    INVALID_PROPS,
    TOO_MANY_PROPS,
    NESTED_PROP,
    INVALID_PROP_KEY,
    PROP_KEY_TOO_LONG,
    FORBIDDEN_PROP_KEY,
    PROP_VALUE_TOO_LONG,
    INVALID_VALUE,
    INVALID_CURRENCY,
    INVALID_ORDER_ID,
    INVALID_TYPE,
    REFUND_NEEDS_SERVER_KEY,
    REFUND_NEEDS_ORDER_ID,
    NOT_A_PIXEL_GOAL,
    TOO_OLD;

    /** The word used in responses, on the stream and in {@code health}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status when no event of the body was accepted. If at least one was accepted, the status is 202. */
    public int status() {
        return RequestError.ALL_REJECTED.status();
    }
}
