package dev.cairn.aggregate.count;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.store.statistic.StatisticCodec;
import dev.cairn.store.statistic.StatisticRows;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Serializes sums by the text of their row keys. Skips keys that this version does not know. */
final class SumsCodec {
    private SumsCodec() {}

    static final class Writer extends JsonSerializer<Map<RowKey, StatisticSum<?>>> {
        @Override
        public void serialize(Map<RowKey, StatisticSum<?>> sums, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            for (Map.Entry<RowKey, StatisticSum<?>> each : sums.entrySet()) {
                json.writeFieldName(StatisticRows.text(each.getKey()));
                provider.defaultSerializeValue(each.getValue(), json);
            }
            json.writeEndObject();
        }
    }

    static final class Reader extends JsonDeserializer<Map<RowKey, StatisticSum<?>>> {
        @Override
        public Map<RowKey, StatisticSum<?>> deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            Map<RowKey, StatisticSum<?>> sums = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Optional<RowKey> key = StatisticRows.key(json.currentName());
                json.nextToken();
                if (key.isPresent()) {
                    sums.put(
                            key.get(),
                            json.getCodec()
                                    .readValue(
                                            json, StatisticCodec.sum(key.get().statistic())));
                } else {
                    json.skipChildren();
                }
            }
            return sums;
        }

        /** For partials that predate sums. */
        @Override
        public Map<RowKey, StatisticSum<?>> getNullValue(DeserializationContext context) {
            return Map.of();
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Map.of();
        }
    }
}
