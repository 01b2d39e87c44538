package dev.cairn.collect.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A hint about something in a body that is allowed but probably not intended. It rejects nothing.
 *
 * @param index of the event; null for a field of the body
 * @param field its path in the event, or in the body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventWarning(@Nullable Integer index, String field, String message) {
    /** Limits a response; a body that has more repeats itself. */
    public static final int MOST = 20;
}
