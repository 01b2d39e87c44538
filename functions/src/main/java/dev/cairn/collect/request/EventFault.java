package dev.cairn.collect.request;

/**
 * One error in a rejected event.
 *
 * @param field its path in the event, such as {@code value.currency}; empty for the event as a whole
 * @param message what is allowed and, where it can be guessed, what was meant
 */
public record EventFault(RejectionReason reason, String field, String message) {

    public static EventFault of(RejectionReason reason) {
        return of(reason, reason.field(), "");
    }

    /** @param hint a sentence about what was meant; may be empty */
    public static EventFault of(RejectionReason reason, String hint) {
        return of(reason, reason.field(), hint);
    }

    public static EventFault of(RejectionReason reason, String field, String hint) {
        String sentence = reason.allowed() + ".";
        return new EventFault(reason, field, hint.isEmpty() ? sentence : sentence + " " + hint);
    }
}
