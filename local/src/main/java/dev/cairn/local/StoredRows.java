package dev.cairn.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.LocalDate;
import java.util.TreeMap;

/** Reads all sites' rows from the tables. */
final class StoredRows {
    private static final String PREFIX = "row#";

    private StoredRows() {}

    static boolean isRow(Item.Key key) {
        return key.table() == Table.STATISTICS && key.partition().startsWith(PREFIX);
    }

    static String site(Item.Key key) {
        return key.partition().split("#")[1];
    }

    static LocalDate day(Item.Key key) {
        return LocalDate.parse(key.sort());
    }

    /** Figures by site, resource and day. */
    static TreeMap<String, String> figures(LocalDatabase database) {
        TreeMap<String, String> figures = new TreeMap<>();
        database.forEach(Table.STATISTICS, item -> {
            if (isRow(item.key())) {
                figures.put(
                        item.key().partition().substring(PREFIX.length()).replace('#', ' ') + " "
                                + item.key().sort(),
                        Json.read(item.body(), JsonNode.class).path("figures").toString());
            }
        });
        return figures;
    }
}
