package dev.cairn.local.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/**
 * A product in the demo shop.
 *
 * @param video whether its page has a video
 */
public record DemoProduct(String sku, String name, BigDecimal price, boolean video, String text) {

    /** Best sellers first. */
    public static final List<DemoProduct> RANGE = List.of(
            of("lamp-oslo", "Desk lamp Oslo", "49.00", true, "Lights a page, not the room. Turns on its foot."),
            of("lamp-turin", "Desk lamp Turin", "89.00", true, "A long arm in brass, for large tables."),
            of("lamp-kyoto", "Desk lamp Kyoto", "129.00", false, "Paper over ash wood; the softest light we have."),
            of("pendant-lima", "Pendant Lima", "159.50", true, "Enamelled steel over the dining table."),
            of("pendant-riga", "Pendant Riga", "74.90", false, "Small enough to hang three in a row."),
            of("floor-quito", "Floor lamp Quito", "219.00", true, "Reads with you: the shade follows the chair."),
            of("floor-nairobi", "Floor lamp Nairobi", "189.00", false, "For the corner that is dark at four."),
            of("bulb-warm", "Bulb, warm", "9.95", false, "2700 K, E27, 6 W."),
            of("bulb-dim", "Bulb, dimmable", "14.95", false, "2200 to 3000 K, E27, 7 W."),
            of("shade-linen", "Linen shade", "34.50", false, "Fits Quito and Nairobi. Washable."));

    static DemoProduct any(Random random) {
        // the first products of the range sell best
        return RANGE.get(Math.min(random.nextInt(RANGE.size()), random.nextInt(RANGE.size())));
    }

    private static DemoProduct of(String sku, String name, String price, boolean video, String text) {
        return new DemoProduct(sku, name, new BigDecimal(price), video, text);
    }
}
