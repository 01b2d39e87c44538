package dev.cairn.collect.request;

import java.util.OptionalLong;

/**
 * Ends a request that cannot be processed. The message states the fault, its place and what is allowed, in one
 * sentence.
 *
 * @param retryAfterSeconds when to send it again; empty for the usual time of the fault
 */
public record RequestRefusal(RequestError fault, String message, OptionalLong retryAfterSeconds) {
    public RequestRefusal(RequestError fault, String message) {
        this(fault, message, OptionalLong.empty());
    }
}
