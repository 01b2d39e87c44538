package dev.cairn.simulation;

import dev.cairn.simulation.traffic.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Shrinks a failing case while it still fails: fewer kinds of faults, then fewer requests. */
final class Shrinking {
    private static final List<UnaryOperator<Faults>> FEWER_FAULTS = List.of(
            faults -> Faults.NONE,
            Faults::withoutTableFaults,
            Faults::withoutTornReads,
            faults -> faults.withKills(0),
            Faults::withoutOverlap,
            Faults::withoutStreamFaults,
            Faults::withAllAnswered,
            Faults::withoutResharding,
            Faults::punctual);

    private final int mostRuns;
    private int runs;
    private CaseResult smallest;

    private Shrinking(CaseResult failing, int mostRuns) {
        this.smallest = failing;
        this.mostRuns = mostRuns;
    }

    /** The smallest failing case found in at most this many runs. */
    static CaseResult of(CaseResult failing, int mostRuns) {
        Shrinking shrinking = new Shrinking(failing, mostRuns);
        shrinking.dropFaults();
        shrinking.dropPosts();
        shrinking.dropFaults();
        return shrinking.smallest;
    }

    private void dropFaults() {
        for (UnaryOperator<Faults> fewer : FEWER_FAULTS) {
            Faults now = smallest.what().faults();
            if (!fewer.apply(now).equals(now)) {
                stillFails(smallest.what().with(fewer.apply(now)));
            }
        }
    }

    private void dropPosts() {
        int part = smallest.what().posts().size() / 2;
        while (part > 0 && runs < mostRuns) {
            boolean dropped = false;
            for (int from = 0; from < smallest.what().posts().size() && runs < mostRuns; ) {
                List<Post> posts = smallest.what().posts();
                List<Post> fewer = new ArrayList<>(posts.subList(0, from));
                fewer.addAll(posts.subList(Math.min(posts.size(), from + part), posts.size()));
                if (stillFails(smallest.what().with(fewer))) {
                    dropped = true;
                } else {
                    from += part;
                }
            }
            part = dropped ? Math.min(part, Math.max(1, smallest.what().posts().size() / 2)) : part / 2;
        }
    }

    private boolean stillFails(SimulationCase smaller) {
        if (runs++ >= mostRuns) {
            return false;
        }
        CaseResult verdict = CaseResult.of(smaller);
        if (!verdict.holds()) {
            smallest = verdict;
            return true;
        }
        return false;
    }

    /** The complete case: what is sent when, for following it by hand. */
    static String describe(CaseResult verdict) {
        StringBuilder text = new StringBuilder(verdict.report());
        text.append("  ").append(verdict.what().settings()).append('\n');
        for (Post post : verdict.what().posts()) {
            text.append("  ")
                    .append(java.time.Instant.ofEpochMilli(post.due()))
                    .append(post.server() ? " server " : " browser " + post.address() + " ")
                    .append(post.clockAhead())
                    .append(' ')
                    .append(post.body())
                    .append('\n');
        }
        return text.toString();
    }
}
