package dev.cairn.collect.request;

import java.util.Locale;

/** Why a whole request was refused: a closed set, each reason with its HTTP status. */
public enum RequestError {
    METHOD_NOT_ALLOWED(405),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    UNSUPPORTED_CONTENT_ENCODING(415),
    INVALID_ENCODING(400),
    INVALID_JSON(400),
    NOT_AN_OBJECT(400),
    MISSING_SITE(400),
    INVALID_EVENTS(400),
    NO_EVENTS(400),
    TOO_MANY_EVENTS(413),
    UNKNOWN_KEY(401),
    TOO_MANY_UNKNOWN_KEYS(429),
    MISSING_SCOPE(403),
    UNKNOWN_SITE(403),
    WRONG_SITE(403),
    MISSING_ORIGIN(403),
    ORIGIN_NOT_ALLOWED(403),
    ALL_REJECTED(422),
    UNAVAILABLE(503);

    private final int status;

    RequestError(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** The code in the response. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
