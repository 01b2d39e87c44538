package dev.cairn.domain.event;

/** Traffic sources for tests. */
public final class TrafficSources {
    /** Direct, with nothing else known. */
    public static final TrafficSource DIRECT =
            new TrafficSource(Channel.DIRECT.word(), Campaign.NONE, null, null, Client.UNKNOWN);

    /** With a value in every dimension. */
    public static final TrafficSource MAIL = new TrafficSource(
            Channel.EMAIL.word(),
            new Campaign("news", "email", "spring", "lamp", "top"),
            "mail.example",
            "/p/1",
            new Client("mobile", "BE"));

    private TrafficSources() {}
}
