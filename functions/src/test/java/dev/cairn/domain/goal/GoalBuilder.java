package dev.cairn.domain.goal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds goals for tests: secondary micros without alternatives and value, met by any sender, until told otherwise. */
public final class GoalBuilder {
    private final String id;
    private final List<Goal.Alternative> alternatives = new ArrayList<>();
    private GoalTier tier = GoalTier.MICRO;
    private @Nullable MicroKind kind = MicroKind.SECONDARY;
    private CountingMethod count = CountingMethod.EVENT;
    private GoalValue value = GoalValue.NONE;
    private Senders senders = Senders.PAGES_AND_SERVERS;

    private GoalBuilder(String id) {
        this.id = id;
    }

    public static GoalBuilder goal(String id) {
        return new GoalBuilder(id);
    }

    public GoalBuilder macro() {
        tier = GoalTier.MACRO;
        kind = null;
        return this;
    }

    /** Adds the alternative that an event of this name is sent. */
    public GoalBuilder event(String glob) {
        alternatives.add(new Goal.Alternative(new EventMatch.Event(new Glob(glob)), null));
        return this;
    }

    public GoalBuilder count(CountingMethod method) {
        count = method;
        return this;
    }

    public GoalBuilder value(GoalValue ofConversions) {
        value = ofConversions;
        return this;
    }

    public GoalBuilder senders(Senders who) {
        senders = who;
        return this;
    }

    public Goal build() {
        return new Goal(id, tier, kind, List.copyOf(alternatives), count, value, senders, null);
    }
}
