package dev.cairn.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Why a request gets nothing: a word for programs, a sentence for people, and what else helps.
 *
 * @param details further fields of {@code error}: {@code parameter}, {@code allowed}, {@code faults}, {@code path}
 * @param headers beside the usual ones
 */
record Refusal(int status, String code, String message, Map<String, Object> details, Map<String, String> headers)
        implements Answer {
    private static final int MAX_SHOWN = 64;

    static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, Map.of(), Map.of());
    }

    /** A parameter that cannot be what it is. */
    static Refusal parameter(String name, String message) {
        return new Refusal(400, "invalid_parameter", message, Map.of("parameter", name), Map.of());
    }

    /** A parameter that is none of what is allowed. */
    static Refusal parameter(String name, String message, Collection<String> allowed) {
        return new Refusal(
                400,
                "invalid_parameter",
                message,
                Map.of("parameter", name, "allowed", List.copyOf(new TreeSet<>(allowed))),
                Map.of());
    }

    /** Something that is not there, and what is. */
    static Refusal missing(String code, String message, Collection<String> allowed) {
        return new Refusal(404, code, message, Map.of("allowed", List.copyOf(allowed)), Map.of());
    }

    static Refusal unknownSite(String id) {
        return of(404, "unknown_site", "There is no site \"" + shortened(id) + "\" in the plan.");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line;
    }

    static Refusal tooLarge(int limitBytes) {
        return of(413, "too_large", "The body is larger than " + limitBytes + " bytes.");
    }

    static Refusal notUtf8() {
        return of(400, "invalid_encoding", "The body is not UTF-8.");
    }
}
