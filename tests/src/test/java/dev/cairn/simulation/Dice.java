package dev.cairn.simulation;

import java.util.List;
import java.util.Random;

/** Decides from a seed what goes wrong. Once it is healed, nothing does. */
final class Dice {
    private final Random random;
    private final Faults faults;
    private boolean healed;

    Dice(long seed, Faults faults) {
        this.random = new Random(seed);
        this.faults = faults;
    }

    void heal() {
        healed = true;
    }

    Faults faults() {
        return healed ? Faults.NONE : faults;
    }

    /** Uses the generator only for events that can happen. */
    boolean happens(double rate) {
        return rate > 0 && !healed && random.nextDouble() < rate;
    }

    /** From 0 to one less than the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Random random() {
        return random;
    }
}
