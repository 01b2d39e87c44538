package dev.cairn.local.replay;

import java.util.ArrayList;
import java.util.List;

/** Collects the lines of a file that are not event bodies: the first few with the reason, the others as a count. */
final class UnreadableLines {
    private static final int MOST_SHOWN = 5;

    private final List<String> shown = new ArrayList<>();
    private long others;

    void add(long line, String why) {
        if (shown.size() < MOST_SHOWN) {
            shown.add("Line " + line + " could not be read: " + why + ".");
        } else {
            others++;
        }
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>(shown);
        if (others > 0) {
            sentences.add(Plural.of(others, "more line") + " could not be read.");
        }
        return sentences;
    }
}
