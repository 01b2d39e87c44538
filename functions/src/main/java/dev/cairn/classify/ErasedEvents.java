package dev.cairn.classify;

import dev.cairn.domain.AcceptedEvent;
import dev.cairn.store.Hashes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What archived events of one home that are to be erased can be found by. */
final class ErasedEvents {
    private final Map<LocalDate, Set<Long>> ids = new HashMap<>();
    private final Set<String> orders = new HashSet<>();
    private final Set<String> devices = new HashSet<>();
    private final List<LeftTimes.Event> claiming = new ArrayList<>();

    void add(@Nullable String device, AcceptedEvent event, LocalDate day) {
        long id = Hashes.first8Bytes(event.id());
        ids.computeIfAbsent(day, any -> new HashSet<>()).add(id);
        if (event.orderId() != null) {
            orders.add(Hashes.text(event.orderId()));
        }
        if (device != null) {
            devices.add(device);
        }
        if (event.adjusted()) {
            claiming.add(new LeftTimes.Event(Hashes.text(event.id()), id, day));
        }
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    Removal.Known known() {
        return new Removal.Known(ids, orders, devices, claiming);
    }
}
