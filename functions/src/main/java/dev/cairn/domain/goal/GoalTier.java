package dev.cairn.domain.goal;

import java.util.Locale;

/** Macro: the purpose of the site. Micro: a smaller step towards it. */
public enum GoalTier {
    MICRO,
    MACRO;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
