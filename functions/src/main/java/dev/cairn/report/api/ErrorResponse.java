package dev.cairn.report.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * An error response: a code for programs, a sentence for people, and details.
 *
 * @param details further fields of {@code error}: {@code parameter}, {@code allowed}, {@code faults}, {@code path}
 * @param headers in addition to the default headers
 */
public record ErrorResponse(
        int status, String code, String message, Map<String, Object> details, Map<String, String> headers)
        implements Response {
    private static final int MAX_SHOWN = 64;

    public static ErrorResponse of(int status, String code, String message) {
        return new ErrorResponse(status, code, message, Map.of(), Map.of());
    }

    /** A parameter with an invalid value. */
    public static ErrorResponse parameter(String name, String message) {
        return new ErrorResponse(400, "invalid_parameter", message, Map.of("parameter", name), Map.of());
    }

    /** A parameter whose value is not one of those allowed. */
    public static ErrorResponse parameter(String name, String message, Collection<String> allowed) {
        return new ErrorResponse(
                400,
                "invalid_parameter",
                message,
                Map.of("parameter", name, "allowed", List.copyOf(new TreeSet<>(allowed))),
                Map.of());
    }

    /** A resource that was not found, with the ids that exist. */
    public static ErrorResponse missing(String code, String message, Collection<String> allowed) {
        return new ErrorResponse(404, code, message, Map.of("allowed", List.copyOf(allowed)), Map.of());
    }

    public static ErrorResponse unknownSite(String id) {
        return of(404, "unknown_site", "There is no site \"" + shortened(id) + "\" in the plan.");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line;
    }

    static ErrorResponse tooLarge(int limitBytes) {
        return of(413, "too_large", "The body is larger than " + limitBytes + " bytes.");
    }

    static ErrorResponse notUtf8() {
        return of(400, "invalid_encoding", "The body is not UTF-8.");
    }
}
