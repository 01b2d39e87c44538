package dev.cairn.rules;

import dev.cairn.store.BreakingItems;
import java.util.ArrayList;
import java.util.List;

/** A shop whose tables die or are interrupted on a test's request. */
record FailingShop(Shop shop, BreakingItems items) {

    /** Another process on the same tables. */
    static FailingShop beside(Shop shop) {
        List<BreakingItems> around = new ArrayList<>();
        Shop beside = new Shop(shop, items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        return new FailingShop(beside, around.getFirst());
    }

    /** A failing shop with the same past as the given one. */
    static FailingShop copy(Shop shop) {
        List<BreakingItems> around = new ArrayList<>();
        Shop copy = shop.copy(items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        return new FailingShop(copy, around.getFirst());
    }

    static FailingShop create(String goalsAndFunnels) {
        List<BreakingItems> around = new ArrayList<>();
        Shop shop = new Shop(Shop.plan(goalsAndFunnels), items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        return new FailingShop(shop, around.getFirst());
    }
}
