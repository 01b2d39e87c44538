package dev.cairn.access;

import java.util.Arrays;
import java.util.Optional;

/** A permission of a key on its site; {@link #ADMIN} permits everything on every site. */
public enum Scope {
    STATS_READ("stats:read"),
    EVENTS_WRITE("events:write"),
    PLAN_WRITE("plan:write"),
    AUDIENCE_READ("audience:read"),
    ADMIN("admin");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Scope> tryParse(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }
}
