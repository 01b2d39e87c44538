package dev.cairn.collect.request;

import java.util.OptionalLong;

/**
 * Ends a request that cannot be processed. The message states the error, its location and what is allowed, in one
 * sentence.
 *
 * @param retryAfterSeconds when to retry; empty for the default of this error
 */
public record RequestRefusal(RequestError fault, String message, OptionalLong retryAfterSeconds) {
    public RequestRefusal(RequestError fault, String message) {
        this(fault, message, OptionalLong.empty());
    }
}
