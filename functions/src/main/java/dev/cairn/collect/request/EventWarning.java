package dev.cairn.collect.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A warning about something in a body that is allowed but probably a mistake. It does not cause a rejection.
 *
 * @param index the event's index; null for a field of the body
 * @param field its path in the event, or in the body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventWarning(@Nullable Integer index, String field, String message) {
    /** Limits the size of a response; further warnings are repetitions. */
    public static final int MOST = 20;
}
