package dev.cairn.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose a device's events are (I3): at any time the user of the device's latest identify at or before it (T4), before
 * the first identify that one's user, and nobody else's than the device's own without any identify. A function of the
 * set of identifies.
 *
 * @param turns in order; an entry holds from its identify to the next one's, the first also for all time before it
 */
public record Owners(List<Turn> turns) {

    /** No identify is known: the device stands for itself. */
    public static final Owners NOBODY = new Owners(List.of());

    /** From this identify on it is this user; (at, seq, id) are zeros in the first turn, which holds for all before. */
    public record Turn(VisitorKey user, long at, long seq, long idHash) {}

    private static final Comparator<Turn> T4 = Comparator.comparingLong(Turn::at)
            .thenComparingLong(Turn::seq)
            .thenComparing(Turn::idHash, Long::compareUnsigned)
            .thenComparing(turn -> turn.user().toString());

    /** Only one user ever. */
    public static Owners only(VisitorKey user) {
        return new Owners(List.of(new Turn(user, 0, 0, 0)));
    }

    /** @param identifies all of them, in any order */
    public static Owners of(Collection<Turn> identifies) {
        List<Turn> turns = new ArrayList<>();
        for (Turn each : identifies.stream().sorted(T4).toList()) {
            if (turns.isEmpty()) {
                turns.add(new Turn(each.user(), 0, 0, 0));
            } else if (!turns.getLast().user().equals(each.user())) {
                turns.add(each);
            }
        }
        return new Owners(List.copyOf(turns));
    }

    /** Every user who ever was the owner. */
    public Set<VisitorKey> users() {
        Set<VisitorKey> users = new LinkedHashSet<>();
        turns.forEach(turn -> users.add(turn.user()));
        return users;
    }

    /** Whose the event is; empty when the device stands for itself. */
    public Optional<VisitorKey> ownerOf(StoredEvent event) {
        return ownerAt(Stretch.Moment.of(event));
    }

    /** Whose an event at that place in order T4 is; empty when the device stands for itself. */
    public Optional<VisitorKey> ownerAt(Stretch.Moment event) {
        Turn owner = null;
        for (Turn turn : turns) {
            if (owner == null || moment(turn).compareTo(event) <= 0) {
                owner = turn;
            }
        }
        return Optional.ofNullable(owner).map(Turn::user);
    }

    /** The stretches of time, until {@code at}, in which the events are the user's. */
    public Set<Stretch> stretches(VisitorKey user, long at) {
        Stretch.Moment end = Stretch.Moment.after(at);
        Set<Stretch> stretches = new LinkedHashSet<>();
        for (int i = 0; i < turns.size(); i++) {
            Stretch.Moment from = i == 0 ? Stretch.Moment.FIRST : moment(turns.get(i));
            Stretch.Moment next = i + 1 == turns.size() ? end : moment(turns.get(i + 1));
            Stretch.Moment until = next.compareTo(end) < 0 ? next : end;
            if (turns.get(i).user().equals(user) && from.compareTo(until) < 0) {
                stretches.add(new Stretch(from, until));
            }
        }
        return stretches;
    }

    private static Stretch.Moment moment(Turn turn) {
        return new Stretch.Moment(turn.at(), turn.seq(), turn.idHash());
    }
}
