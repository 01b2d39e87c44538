package dev.cairn.rules;

import dev.cairn.store.BreakingItems;
import java.util.ArrayList;
import java.util.List;

/** A shop whose tables die or are interrupted when a test says so. */
record Broken(Shop shop, BreakingItems items) {

    /** Another process on the tables of that one. */
    static Broken beside(Shop shop) {
        List<BreakingItems> around = new ArrayList<>();
        Shop beside = new Shop(shop, items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        return new Broken(beside, around.getFirst());
    }

    /** Of a shop with the same past as that one. */
    static Broken copy(Shop shop) {
        List<BreakingItems> around = new ArrayList<>();
        Shop copy = shop.copy(items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        return new Broken(copy, around.getFirst());
    }

    static Broken create(String goalsAndFunnels) {
        List<BreakingItems> around = new ArrayList<>();
        Shop shop = new Shop(Shop.plan(goalsAndFunnels), items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        return new Broken(shop, around.getFirst());
    }
}
