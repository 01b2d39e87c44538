package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.TrafficSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes recurring values of an item once and refers to them by index. */
public final class StringTable<T> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<T, Integer> places = new LinkedHashMap<>();
    private final Function<T, JsonNode> form;

    public StringTable(Function<T, JsonNode> form) {
        this.form = form;
    }

    /** The value's index; -1 for null. */
    public int place(@Nullable T value) {
        return value == null ? -1 : places.computeIfAbsent(value, each -> places.size());
    }

    public ArrayNode json() {
        ArrayNode array = NODES.arrayNode();
        places.keySet().forEach(value -> array.add(form.apply(value)));
        return array;
    }

    public static <T> List<T> read(JsonNode array, Function<JsonNode, T> form) {
        List<T> values = new ArrayList<>();
        array.forEach(node -> values.add(form.apply(node)));
        return values;
    }

    public static JsonNode strings(Iterable<String> values) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(array::add);
        return array;
    }

    public static Set<String> stringSet(JsonNode array) {
        Set<String> strings = new LinkedHashSet<>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    public static JsonNode touch(TrafficSource touch) {
        ArrayNode array = NODES.arrayNode();
        for (String part : new String[] {
            touch.channel(),
            touch.source(),
            touch.medium(),
            touch.campaign(),
            touch.term(),
            touch.content(),
            touch.referrerHost(),
            touch.entryPage(),
            touch.device(),
            touch.country()
        }) {
            array.add(part);
        }
        while (!array.isEmpty() && array.get(array.size() - 1).isNull()) {
            array.remove(array.size() - 1);
        }
        return array;
    }

    public static TrafficSource touch(JsonNode array) {
        return new TrafficSource(
                array.path(0).asText(),
                text(array, 1),
                text(array, 2),
                text(array, 3),
                text(array, 4),
                text(array, 5),
                text(array, 6),
                text(array, 7),
                text(array, 8),
                text(array, 9));
    }

    static @Nullable String text(JsonNode array, int place) {
        JsonNode node = array.path(place);
        return node.isTextual() ? node.asText() : null;
    }

    public static JsonNode money(Money money) {
        return NODES.arrayNode().add(money.amount().toPlainString()).add(money.currency());
    }

    public static @Nullable Money money(JsonNode array) {
        return array.size() < 2
                ? null
                : new Money(new BigDecimal(array.get(0).asText()), array.get(1).asText());
    }
}
