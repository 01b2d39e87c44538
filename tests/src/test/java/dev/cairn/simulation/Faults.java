package dev.cairn.simulation;

/**
 * What goes wrong in a run, and how often. Rates are from 0 to 1.
 *
 * @param throttled table calls refused before anything happened
 * @param lost table calls that were done but never answered; half of the writes among them were tried again by the
 *     client, so that the condition of the first fails for the second
 * @param torn reads of several items that see some of them earlier than others
 * @param kills how many processes of each function die at some table call
 * @param overlapping batches that are given up as timed out while the function goes on with them
 * @param unconfirmed entries the stream does not take
 * @param outages calls of the stream without an answer, after which all or nothing is there
 * @param unanswered requests whose answer never comes to the client
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

    /** 1 % of the calls throttled and 1 % of the answers lost, whatever else. */
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
