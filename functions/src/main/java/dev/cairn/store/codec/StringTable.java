package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.domain.event.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The values in the order of their indices. */
    public Collection<T> values() {
        return places.keySet();
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

    public static JsonNode money(Money money) {
        return NODES.arrayNode().add(money.amount().toPlainString()).add(money.currency());
    }

    public static @Nullable Money money(JsonNode array) {
        return array.size() < 2
                ? null
                : new Money(new BigDecimal(array.get(0).asText()), array.get(1).asText());
    }
}
