package dev.cairn.collect.stream;

import dev.cairn.collect.identity.VisitorIdentifier;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.IdentifiedEvent;
import dev.cairn.collect.request.RejectedEvent;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.Hashes;
import dev.cairn.store.Hmac;
import dev.cairn.store.codec.DeliveryCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups the events of one request into stream entries: one per visitor identity and ads consent, or more if the entry
 * would exceed the size of a record.
 */
public final class DeliveryBatcher {
    /** Half of Kinesis's limit of 1 MiB per record, including the partition key. */
    public static final int RECORD_BYTES = 512 * 1024;

    private static final int PARTITION_KEY_BYTES = 16;

    private record Owner(VisitorIdentifier.VisitorIdentity who, boolean ads) {}

    private final CollectRequest collectRequest;
    private final List<Entry> entries = new ArrayList<>();

    private DeliveryBatcher(CollectRequest collectRequest) {
        this.collectRequest = collectRequest;
    }

    public static List<Entry> of(CollectRequest collectRequest) {
        DeliveryBatcher batcher = new DeliveryBatcher(collectRequest);
        Map<Owner, List<AcceptedEvent>> byOwner = new LinkedHashMap<>();
        for (IdentifiedEvent each : collectRequest.accepted) {
            byOwner.computeIfAbsent(new Owner(each.who(), each.ads()), owner -> new ArrayList<>())
                    .add(each.event());
        }
        if (byOwner.isEmpty()) {
            byOwner.put(new Owner(VisitorIdentifier.VisitorIdentity.NOBODY, false), List.of());
        }
        List<Rejected> rejected =
                collectRequest.rejected.stream().map(RejectedEvent::onStream).toList();
        for (Map.Entry<Owner, List<AcceptedEvent>> each : byOwner.entrySet()) {
            batcher.add(each.getKey(), each.getValue(), rejected);
            rejected = List.of();
        }
        return List.copyOf(batcher.entries);
    }

    /**
     * Adds one entry, or splits it in half until each part fits. A single event always fits, since the size of the body
     * is limited.
     */
    private void add(Owner owner, List<AcceptedEvent> events, List<Rejected> rejected) {
        byte[] data = DeliveryCodec.write(delivery(owner, events, rejected));
        if (data.length <= RECORD_BYTES || events.size() + rejected.size() <= 1) {
            entries.add(new Entry(partitionKey(owner.who()), data));
            return;
        }
        int half = events.size() / 2;
        int rejectedHalf = rejected.size() / 2;
        if (events.size() == 1) {
            half = 1;
        }
        add(owner, events.subList(0, half), rejected.subList(0, rejectedHalf));
        add(owner, events.subList(half, events.size()), rejected.subList(rejectedHalf, rejected.size()));
    }

    private Delivery delivery(Owner owner, List<AcceptedEvent> events, List<Rejected> rejected) {
        return new Delivery(
                collectRequest.request.requestId() + "-" + entries.size(),
                collectRequest.knownSite().id(),
                collectRequest.request.receivedAt(),
                collectRequest.planVersion,
                sender(owner),
                List.copyOf(events),
                List.copyOf(rejected));
    }

    private Delivery.Sender sender(Owner owner) {
        VisitorIdentifier.VisitorIdentity who = owner.who();
        return new Delivery.Sender(who.visitor(), who.device(), who.deviceMadeAt(), collectRequest.server, owner.ads());
    }

    /**
     * Keeps the events of one device in order, even when its user becomes known. Never contains text from the sender.
     */
    private String partitionKey(VisitorIdentifier.VisitorIdentity who) {
        VisitorKey visitor = who.visitor();
        String owner = visitor.equals(VisitorKey.NOBODY)
                ? collectRequest.request.requestId()
                : who.device() == null ? visitor.hash() : who.device().text();
        return partitionKey(collectRequest.knownSite().id(), owner);
    }

    static String partitionKey(String site, String owner) {
        byte[] hash = Hashes.sha256(Hmac.lengthPrefixed(site, owner));
        return HexFormat.of().formatHex(Arrays.copyOf(hash, PARTITION_KEY_BYTES));
    }
}
