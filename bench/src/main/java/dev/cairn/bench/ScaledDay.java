package dev.cairn.bench;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.store.codec.DeliveryCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One day on which every visitor has the same number of events, in batches of records that are created on demand.
 *
 * @param visitors number of visitors; half of them are linkable
 */
record ScaledDay(int visitors, int eventsEach) implements Iterable<List<byte[]>> {
    private static final int MOST_EVENTS_A_BODY = 50;
    private static final int VISITORS_A_BATCH = 100;
    private static final long SPAN_MILLIS = 80_000_000;

    @Override
    public Iterator<List<byte[]>> iterator() {
        return IntStream.range(0, Math.ceilDiv(visitors, VISITORS_A_BATCH))
                .mapToObj(this::batch)
                .iterator();
    }

    private List<byte[]> batch(int number) {
        List<byte[]> records = new ArrayList<>();
        int first = number * VISITORS_A_BATCH;
        for (int person = first; person < Math.min(visitors, first + VISITORS_A_BATCH); person++) {
            addAll(records, person);
        }
        return records;
    }

    private void addAll(List<byte[]> records, int person) {
        Random random = new Random(person);
        IdMaker ids = new IdMaker(random);
        Shopper shopper = new Shopper(random, ids);
        List<AcceptedEvent> events = new ArrayList<>();
        long at = Workload.START.toEpochMilli();
        for (int i = 0; i < eventsEach; i++) {
            at += 1 + random.nextLong(SPAN_MILLIS / eventsEach);
            Step step = i == 0 ? shopper.first() : shopper.next();
            events.add(Workload.event(step, ids.next(), at, i, false, person, random.nextLong()));
            if (events.size() == MOST_EVENTS_A_BODY || i == eventsEach - 1) {
                records.add(DeliveryCodec.write(new Delivery(
                        ids.next() + "-0",
                        Workload.SITE,
                        at + 1_000,
                        1,
                        Delivery.Sender.of(Workload.visitor(person)),
                        List.copyOf(events),
                        List.of())));
                events.clear();
            }
        }
    }
}
