package dev.cairn.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Determines which copies erasures remove (M7), whenever they arrive: those of earlier events that were sent from that
 * device, or that belong to that user by the identifications known then (I3).
 */
final class Forgotten {
    private static final String REASON = "erased";

    private final List<Predicate<Copy>> erasures = new ArrayList<>();

    /** @param copies all copies ever received */
    Forgotten(List<Erasure> erasures, List<Copy> copies, Calendar calendar) {
        for (Erasure erasure :
                erasures.stream().sorted(Comparator.comparingLong(Erasure::at)).toList()) {
            List<Copy> known = copies.stream()
                    .filter(copy -> copy.excluded() == null && copy.receivedAt() <= erasure.at() && !isForgotten(copy))
                    .toList();
            People people = new People(known, calendar);
            this.erasures.add(
                    copy -> copy.link().linkable() && copy.at() <= erasure.at() && isOf(erasure, copy, people));
        }
    }

    /** The copy as it counts: excluded if it is erased, and otherwise unchanged. */
    Copy left(Copy copy) {
        return copy.excluded() == null && isForgotten(copy) ? copy.excludedAs(REASON) : copy;
    }

    private boolean isForgotten(Copy copy) {
        return erasures.stream().anyMatch(erasure -> erasure.test(copy));
    }

    private static boolean isOf(Erasure erasure, Copy copy, People people) {
        if (erasure.user()) {
            return people.person(copy).equals("user:" + erasure.id());
        }
        String device = "device:" + erasure.id();
        return device.equals(copy.visitor()) || device.equals(copy.device());
    }
}
