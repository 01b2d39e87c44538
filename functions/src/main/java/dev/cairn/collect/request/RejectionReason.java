package dev.cairn.collect.request;

import java.util.Locale;

/** Why an event was rejected: a closed set. The other events in the body are not affected. */
public enum RejectionReason {
    NOT_AN_OBJECT("", "an event must be an object with id and name"),
    MISSING_ID("id", "id is missing; it must be a string of 1 to 64 letters, digits, _ and -"),
    INVALID_ID("id", "id must be a string of 1 to 64 letters, digits, _ and -"),
    MISSING_NAME("name", "name is missing; it must be a string of 1 to 64 characters"),
    INVALID_NAME("name", "name must be a string without control or invisible characters"),
    NAME_TOO_LONG("name", "name must have at most 64 characters"),
    INVALID_VISITOR("visitor", "visitor must be a string of 1 to 64 letters, digits, _ and -"),
    INVALID_USER("user", "user must be a string of 1 to 256 characters"),
    INVALID_TIME("at", "at must be an integer, in milliseconds since 1970"),
    INVALID_SEQ("seq", "seq must be an integer"),
    INVALID_PROPS("props", "props must be an object"),
    TOO_MANY_PROPS("props", "an event may have at most 32 props that are not null"),
    NESTED_PROP("props", "a prop must be a string, a number or a boolean"),
    INVALID_PROP_KEY("props", "a prop's key must have 1 to 64 visible characters"),
    PROP_KEY_TOO_LONG("props", "a prop's key must have at most 64 characters"),
    FORBIDDEN_PROP_KEY(
            "props", "a prop's key must not begin with $, contain . or #, or be __proto__, constructor or prototype"),
    PROP_VALUE_TOO_LONG("props", "a prop's string must have at most 1,024 characters"),
    INVALID_VALUE(
            "value",
            "value must be an object like {\"amount\":\"59.00\",\"currency\":\"EUR\"}; amount must be a number or a"
                    + " string of digits with a decimal point, not negative and below 1,000,000,000,000"),
    INVALID_CURRENCY("value.currency", "currency must be an ISO 4217 code in capitals, such as EUR"),
    INVALID_ORDER_ID("order_id", "order_id must be a string of 1 to 256 characters"),
    INVALID_TYPE("type", "type must be refund or absent"),
    REFUND_NEEDS_SERVER_KEY("type", "a refund needs a server key"),
    REFUND_NEEDS_ORDER_ID("order_id", "a refund must have the order_id of its order"),
    NOT_A_PIXEL_GOAL("name", "the pixel can meet only micro goals with pixel: true"),
    TOO_OLD("at", "a page's event may be at most 24 hours old; with a server key, no older than the site's retention");

    private final String field;
    private final String allowed;

    RejectionReason(String field, String allowed) {
        this.field = field;
        this.allowed = allowed;
    }

    /** The code used in responses, on the stream and in {@code health}. */
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
