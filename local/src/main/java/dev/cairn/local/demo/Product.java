package dev.cairn.local.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** What the demo shop sells. */
record Product(String sku, BigDecimal price, boolean video) {

    static final List<Product> RANGE = List.of(
            of("lamp-oslo", "49.00", true),
            of("lamp-turin", "89.00", true),
            of("lamp-kyoto", "129.00", false),
            of("pendant-lima", "159.50", true),
            of("pendant-riga", "74.90", false),
            of("floor-quito", "219.00", true),
            of("floor-nairobi", "189.00", false),
            of("bulb-warm", "9.95", false),
            of("bulb-dim", "14.95", false),
            of("shade-linen", "34.50", false));

    static Product any(Random random) {
        // the first of the range sell best
        return RANGE.get(Math.min(random.nextInt(RANGE.size()), random.nextInt(RANGE.size())));
    }

    private static Product of(String sku, String price, boolean video) {
        return new Product(sku, new BigDecimal(price), video);
    }
}
