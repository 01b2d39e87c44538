package dev.cairn.store.visitor;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups items by visitor. A visitor's items are adjacent, because all hashes of a link level have the same length.
 */
final class VisitorItemGrouper {
    /** Receives a visitor's pages. */
    interface Each {
        /** @param connected whether the previous version flagged the day as connected */
        void accept(VisitorKey visitor, List<Item> pages, boolean connected);
    }

    private final Each each;
    private final List<Item> pages = new ArrayList<>();
    private String visitor = "";
    private boolean connected;

    VisitorItemGrouper(Each each) {
        this.each = each;
    }

    /** @param sort begins with the visitor */
    void add(Item item, String sort) {
        if (!VisitorDayAddress.visitorOf(sort).equals(visitor)) {
            end();
            visitor = VisitorDayAddress.visitorOf(sort);
        }
        if (VisitorDayAddress.isPreviousFlag(sort)) {
            connected = true;
        } else {
            pages.add(item);
        }
    }

    void end() {
        if (!visitor.isEmpty()) {
            each.accept(VisitorKey.tryParse(visitor).orElseThrow(), List.copyOf(pages), connected);
        }
        pages.clear();
        connected = false;
    }
}
