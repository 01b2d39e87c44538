package dev.cairn.collect.text;

/**
 * The limits of one request (docs/api.md). A request with a key is read under the limits for server keys before the key
 * is checked, since reading uses no billed service; the key is checked before any billed service is used.
 *
 * @param bodyBytes size of the body, both as sent and after decompression
 * @param events number of events in a body
 * @param tokens number of JSON tokens in a body
 */
public record RequestLimits(int bodyBytes, int events, int tokens) {
    public static final RequestLimits BROWSER = new RequestLimits(64 * 1024, 50, 5_000);
    public static final RequestLimits SERVER = new RequestLimits(512 * 1024, 500, 50_000);

    static final int JSON_DEPTH = 8;
    /** Longer than any double or amount needs; a 40-digit number is rejected without being parsed. */
    public static final int NUMBER_CHARACTERS = 32;
    /** 2^53 - 1: a larger integer would not survive a JavaScript client. */
    public static final long SAFE_INTEGER = (1L << 53) - 1;

    public static final int PROPS_PER_EVENT = 32;
    /** Limits an event's name and a property's key, in code points. */
    public static final int NAME_CHARACTERS = 64;
    /** Limits a property's string value, in code points. */
    public static final int TEXT_CHARACTERS = 1_024;

    public static final int URL_CHARACTERS = 2_048;
    public static final int AGENT_CHARACTERS = 512;
    static final int ID_CHARACTERS = 64;
    /** Limits a user id and an order id, in code points. */
    public static final int REFERENCE_CHARACTERS = 256;

    public static final int SITE_CHARACTERS = 64;
    public static final int REJECTED_PAYLOAD_BYTES = 1_024;
}
