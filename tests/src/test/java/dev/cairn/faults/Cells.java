package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every number and text of every row of statistics, by where it stands. Zeros are left out: no row says the same. */
final class Cells {
    private static final String ROW = "row#";

    private final Map<String, String> cells = new TreeMap<>();

    private Cells() {}

    static Cells of(Collection<Item> items) {
        Cells cells = new Cells();
        for (Item item : items) {
            if (item.key().partition().startsWith(ROW)
                    && Shop.isCompared(LocalDate.parse(item.key().sort()))) {
                String place = item.key().partition().substring(ROW.length()) + " "
                        + item.key().sort();
                cells.add(place, Json.read(item.body(), JsonNode.class).path("figures"));
            }
        }
        return cells;
    }

    private void add(String place, JsonNode figures) {
        if (figures.isObject()) {
            figures.properties().forEach(field -> add(place + " " + field.getKey(), field.getValue()));
        } else if (figures.isArray()) {
            Iterator<JsonNode> elements = figures.elements();
            for (int i = 0; elements.hasNext(); i++) {
                add(place + " " + i, elements.next());
            }
        } else if (!figures.isNull()
                && !(figures.isNumber() && figures.decimalValue().signum() == 0)) {
            cells.put(place, figures.asText());
        }
    }

    int size() {
        return cells.size();
    }

    /** One line for each cell that differs. */
    List<String> differences(Cells others) {
        TreeSet<String> places = new TreeSet<>(cells.keySet());
        places.addAll(others.cells.keySet());
        return places.stream()
                .filter(place -> !Objects.equals(cells.get(place), others.cells.get(place)))
                .map(place -> place + ": expected " + cells.get(place) + " but was " + others.cells.get(place))
                .toList();
    }
}
