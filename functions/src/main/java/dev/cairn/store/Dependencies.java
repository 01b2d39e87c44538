package dev.cairn.store;

import dev.cairn.telemetry.Telemetry;
import java.time.Clock;

/** Everything a function needs from outside: from AWS in the cloud, from this machine in tests and locally. */
public record Dependencies(
        ItemStore items,
        EventStream stream,
        EventArchive archive,
        DeadLetterBatches failedBatches,
        Secrets secrets,
        Clock clock,
        Telemetry telemetry) {

    /** Where no batch is ever given up. */
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
