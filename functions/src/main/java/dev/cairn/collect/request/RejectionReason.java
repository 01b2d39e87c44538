package dev.cairn.collect.request;

import java.util.Locale;

/** Why an event was rejected: a closed set. The other events in the body are not affected. */
public enum RejectionReason {
    NOT_AN_OBJECT("", "an event is an object with id and name"),
    MISSING_ID("id", "id is missing; it is a string of 1 to 64 letters, digits, _ and -"),
    INVALID_ID("id", "id is a string of 1 to 64 letters, digits, _ and -"),
    MISSING_NAME("name", "name is missing; it is a string of 1 to 64 characters"),
    INVALID_NAME("name", "name is a string without control characters and invisible characters"),
    NAME_TOO_LONG("name", "name has at most 64 characters"),
    INVALID_VISITOR("visitor", "visitor is a string of 1 to 64 letters, digits, _ and -"),
    INVALID_USER("user", "user is a string of 1 to 256 characters"),
    INVALID_TIME("at", "at is an integer, in milliseconds since 1970"),
    INVALID_SEQ("seq", "seq is an integer"),
    INVALID_PROPS("props", "props is an object"),
    TOO_MANY_PROPS("props", "an event has at most 32 props that are not null"),
    NESTED_PROP("props", "a prop is a string, a number or a boolean"),
    INVALID_PROP_KEY("props", "a prop's key has 1 to 64 visible characters"),
    PROP_KEY_TOO_LONG("props", "a prop's key has at most 64 characters"),
    FORBIDDEN_PROP_KEY(
            "props",
            "a prop's key does not begin with $, contains no . or #, and is not __proto__, constructor or prototype"),
    PROP_VALUE_TOO_LONG("props", "a prop's string has at most 1,024 characters"),
    INVALID_VALUE(
            "value",
            "value is an object like {\"amount\":\"59.00\",\"currency\":\"EUR\"}; amount is a number or a string of digits"
                    + " with a decimal point, not negative and below 1,000,000,000,000"),
    INVALID_CURRENCY("value.currency", "currency is an ISO 4217 code in capitals, such as EUR"),
    INVALID_ORDER_ID("order_id", "order_id is a string of 1 to 256 characters"),
    INVALID_TYPE("type", "type is refund or absent"),
    REFUND_NEEDS_SERVER_KEY("type", "a refund needs a server key"),
    REFUND_NEEDS_ORDER_ID("order_id", "a refund has the order_id of its order"),
    NOT_A_PIXEL_GOAL("name", "the pixel meets only micro goals with pixel: true"),
    TOO_OLD("at", "a page's event is at most 24 hours old; with a server key, at most as old as the site's retention");

    private final String field;
    private final String allowed;

    RejectionReason(String field, String allowed) {
        this.field = field;
        this.allowed = allowed;
    }

    /** The word used in responses, on the stream and in {@code health}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The invalid field of the event; empty for the event as a whole. */
    public String field() {
        return field;
    }

    /** What is allowed, as a clause. */
    public String allowed() {
        return allowed;
    }

    /** The status if no event in the body was accepted. If at least one was accepted, the status is 202. */
    public int status() {
        return RequestError.ALL_REJECTED.status();
    }
}
