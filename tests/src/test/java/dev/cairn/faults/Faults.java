package dev.cairn.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Decides which calls fail, and how: a share of all calls, half of them before they are sent and half afterwards.
 * Thread-safe.
 */
final class Faults {
    private static final List<FaultKind> BEFORE =
            List.of(FaultKind.THROTTLED, FaultKind.LIMITED, FaultKind.UNAVAILABLE, FaultKind.NO_CONNECTION);

    /** Each of them reaches the caller, because the SDK does not retry. */
    private static final double CONFLICTS = 0.05;

    private final Random random;
    private final double share;
    private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
    private long calls;
    private boolean on = true;

    Faults(long seed, double share) {
        this.random = new Random(seed);
        this.share = share;
    }

    synchronized void on(boolean now) {
        on = now;
    }

    /** How this call fails; empty if it does not. */
    synchronized Optional<FaultKind> next(FaultyClient.Operation operation) {
        if (!on) {
            return Optional.empty();
        }
        calls++;
        if (random.nextDouble() >= share) {
            return Optional.empty();
        }
        FaultKind kind = random.nextBoolean() ? before(operation) : after(operation);
        counts.merge(kind, 1L, Long::sum);
        return Optional.of(kind);
    }

    /** Only a write can conflict with a transaction. */
    private FaultKind before(FaultyClient.Operation operation) {
        boolean conflict = operation == FaultyClient.Operation.WRITE && random.nextDouble() < CONFLICTS;
        return conflict ? FaultKind.CONFLICT : BEFORE.get(random.nextInt(BEFORE.size()));
    }

    private FaultKind after(FaultyClient.Operation operation) {
        if (operation == FaultyClient.Operation.BATCH_READ && random.nextBoolean()) {
            return FaultKind.PARTIAL;
        }
        return random.nextBoolean() ? FaultKind.ANSWER_LOST : FaultKind.ERROR_AFTERWARDS;
    }

    synchronized long calls() {
        return calls;
    }

    synchronized Map<FaultKind, Long> counts() {
        return new EnumMap<>(counts);
    }
}
