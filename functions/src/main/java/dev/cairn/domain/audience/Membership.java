package dev.cairn.domain.audience;

import dev.cairn.domain.funnel.FunnelEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * One visitor's uninterrupted time in an audience (N5.1, N5.2).
 *
 * @param stays at least one, in order; each begins where the previous one ends
 * @param met whether it ended because the visitor met {@code not}; otherwise because {@code within} had passed
 */
public record Membership(List<Stay> stays, boolean met) {
    /** A visitor who leaves within this time by meeting {@code not} is recovered (N5.5): 14 days. */
    public static final long RECOVERY_MILLIS = 14 * 86_400_000L;

    /**
     * The part of a membership that is due to one event: until the membership ends or the next event extends it. Stays
     * rather than memberships are counted, each on the day of its event. A membership may last longer than
     * {@code within}, but a stay cannot, so no event changes the figures of a day further back than that.
     *
     * @param did the event that met {@code did}
     * @param from epoch milliseconds, inclusive
     * @param until epoch milliseconds, exclusive
     */
    public record Stay(FunnelEvent did, long from, long until) {}

    /** Returns when the visitor entered, epoch milliseconds. */
    public long entered() {
        return stays.getFirst().from();
    }

    /** Returns when the visitor leaves, epoch milliseconds: the first instant at which they are not a member. */
    public long left() {
        return stays.getLast().until();
    }

    /** Whether the visitor left within 14 days by meeting {@code not}. */
    public boolean recovered() {
        return met && left() - entered() < RECOVERY_MILLIS;
    }

    /** Whether the visitor is a member at this time, epoch milliseconds. */
    public boolean holdsAt(long time) {
        return entered() <= time && time < left();
    }

    /**
     * Returns a visitor's memberships, in order. Every event that meets {@code did} but not {@code not} makes the
     * visitor a member from {@code after} later until {@code within} later or, if earlier, until the next event that
     * meets {@code not}. Overlapping or adjacent periods form one membership, but no membership continues after
     * {@code not}.
     *
     * @param journey the visitor's events in order T4
     */
    public static List<Membership> of(List<FunnelEvent> journey, Audience audience) {
        List<Membership> memberships = new ArrayList<>();
        List<FunnelEvent> dids = new ArrayList<>();
        for (FunnelEvent event : journey) {
            if (audience.not() != null && event.goals().contains(audience.not())) {
                memberships.addAll(before(event.at(), dids, audience));
                dids.clear();
            } else if (event.goals().contains(audience.did())) {
                dids.add(event);
            }
        }
        memberships.addAll(before(Long.MAX_VALUE, dids, audience));
        return memberships;
    }

    /** @param not time of the first event after {@code dids} that meets {@code not} */
    private static List<Membership> before(long not, List<FunnelEvent> dids, Audience audience) {
        List<Membership> memberships = new ArrayList<>();
        List<Stay> stays = new ArrayList<>();
        for (FunnelEvent did : dids) {
            long from = did.at() + audience.afterMillis();
            long until = Math.min(did.at() + audience.withinMillis(), not);
            if (from < until) {
                if (!stays.isEmpty() && stays.getLast().until() < from) {
                    memberships.add(new Membership(List.copyOf(stays), false));
                    stays.clear();
                }
                if (!stays.isEmpty()) {
                    Stay last = stays.removeLast();
                    stays.add(new Stay(last.did(), last.from(), from));
                }
                stays.add(new Stay(did, from, until));
            }
        }
        if (!stays.isEmpty()) {
            memberships.add(new Membership(List.copyOf(stays), stays.getLast().until() == not));
        }
        return memberships;
    }
}
