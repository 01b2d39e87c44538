package dev.cairn.simulation;

/**
 * The failures in a run, and their rates from 0 to 1.
 *
 * @param throttled table calls refused before they take effect; the client retries most of them
 * @param lost table calls that take effect without a response; the client retries half of them, so that a write's
 *     condition fails because of its own first attempt
 * @param torn reads of several items that see them at different times
 * @param kills number of processes of each function that die at a table call
 * @param overlapping batches that time out while the function continues with them
 * @param unconfirmed entries that the stream refuses
 * @param outages stream calls without a response, after which all or nothing is stored
 * @param unanswered requests whose response never reaches the client
 * @param resharding whether shards are split and merged
 * @param unpunctual whether the schedule fires twice, late or never
 */
record Faults(
        double throttled,
        double lost,
        double torn,
        int kills,
        double overlapping,
        double unconfirmed,
        double outages,
        double unanswered,
        boolean resharding,
        boolean unpunctual) {

    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, false, false);

    /** 1 % of the calls throttled and 1 % of the responses lost, in addition to other faults. */
    static Faults usual(int kills) {
        return new Faults(0.01, 0.01, 0.2, kills, 0.02, 0.05, 0.01, 0.01, true, true);
    }

    Faults withoutTableFaults() {
        return new Faults(0, 0, torn, kills, overlapping, unconfirmed, outages, unanswered, resharding, unpunctual);
    }

    Faults withoutTornReads() {
        return new Faults(
                throttled, lost, 0, kills, overlapping, unconfirmed, outages, unanswered, resharding, unpunctual);
    }

    Faults withKills(int number) {
        return new Faults(
                throttled, lost, torn, number, overlapping, unconfirmed, outages, unanswered, resharding, unpunctual);
    }

    Faults withoutOverlap() {
        return new Faults(throttled, lost, torn, kills, 0, unconfirmed, outages, unanswered, resharding, unpunctual);
    }

    Faults withoutStreamFaults() {
        return new Faults(throttled, lost, torn, kills, overlapping, 0, 0, unanswered, resharding, unpunctual);
    }

    Faults withAllAnswered() {
        return new Faults(throttled, lost, torn, kills, overlapping, unconfirmed, outages, 0, resharding, unpunctual);
    }

    Faults withoutResharding() {
        return new Faults(
                throttled, lost, torn, kills, overlapping, unconfirmed, outages, unanswered, false, unpunctual);
    }

    Faults punctual() {
        return new Faults(
                throttled, lost, torn, kills, overlapping, unconfirmed, outages, unanswered, resharding, false);
    }
}
