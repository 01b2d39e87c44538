package dev.cairn.store;

import dev.cairn.telemetry.Telemetry;
import java.time.Clock;

/** A function's external dependencies: AWS services in the cloud, local implementations in tests and on one machine. */
public record Dependencies(
        ItemStore items,
        EventStream stream,
        EventArchive archive,
        DeadLetterBatches failedBatches,
        Secrets secrets,
        Clock clock,
        Telemetry telemetry) {

    /** For setups that never give up on a batch. */
    public Dependencies(
            ItemStore items,
            EventStream stream,
            EventArchive archive,
            Secrets secrets,
            Clock clock,
            Telemetry telemetry) {
        this(items, stream, archive, DeadLetterBatches.NONE, secrets, clock, telemetry);
    }
}
