package dev.cairn.store;

import dev.cairn.observe.Telemetry;
import java.time.Clock;

/** Everything a function needs from outside: from AWS in the cloud, from this machine in tests and locally. */
public record Ports(
        Items items,
        EventStream stream,
        Archive archive,
        FailedBatches failedBatches,
        Secrets secrets,
        Clock clock,
        Telemetry telemetry) {

    /** Where no batch is ever given up. */
    public Ports(Items items, EventStream stream, Archive archive, Secrets secrets, Clock clock, Telemetry telemetry) {
        this(items, stream, archive, FailedBatches.NONE, secrets, clock, telemetry);
    }
}
