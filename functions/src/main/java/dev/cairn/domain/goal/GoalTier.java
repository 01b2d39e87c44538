package dev.cairn.domain.goal;

import java.util.Locale;

/** Macro: what the site exists for. Micro: a small step before it. */
public enum GoalTier {
    MICRO,
    MACRO;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
