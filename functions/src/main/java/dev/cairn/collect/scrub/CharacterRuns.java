package dev.cairn.collect.scrub;

import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Replaces the maximal runs of given characters in a string. */
final class CharacterRuns {
    private CharacterRuns() {}

    /** Replaces each maximal run of {@code members}, in one pass. */
    static String replace(String text, IntPredicate members, UnaryOperator<String> replacement) {
        StringBuilder replaced = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int start = i;
            boolean member = members.test(text.charAt(i));
            while (i < text.length() && members.test(text.charAt(i)) == member) {
                i++;
            }
            String run = text.substring(start, i);
            replaced.append(member ? replacement.apply(run) : run);
        }
        return replaced.toString();
    }
}
