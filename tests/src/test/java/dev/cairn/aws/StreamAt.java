package dev.cairn.aws;

import dev.cairn.store.EventStream;
import java.net.URI;
import software.amazon.awssdk.regions.Region;

/** The stream as the collector has it in the cloud, retries, timeouts and all, at another address. */
public final class StreamAt {
    private StreamAt() {}

    public static EventStream of(URI endpoint) {
        return new KinesisStream(Clients.kinesis(Region.EU_CENTRAL_1, endpoint), "events");
    }
}
