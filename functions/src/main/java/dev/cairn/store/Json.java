package dev.cairn.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.domain.goal.Glob;
import dev.cairn.domain.statistic.FunnelCounts;

/**
 * JSON as it is stored and streamed: snake_case names of record components, nulls omitted, unknown fields ignored (so
 * that version N-1 can read what N wrote, R8), and decimals never read as floats.
 */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // Many field names are ids, and interning would keep each of them in the process's string table.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    // Jackson's default pool is per thread, and a virtual thread runs one task: each task would start
                    // with an empty pool.
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
            .addMixIn(Glob.class, GlobAsPattern.class)
            .addMixIn(FunnelCounts.class, StoredFunnelCounts.class)
            .build();

    /** A funnel's fingerprint contains its globs, each written as the single-component record it used to be. */
    private interface GlobAsPattern {
        @JsonProperty
        String pattern();
    }

    /** Stores the outcomes and journeys at the same level as the other counts. */
    interface StoredFunnelCounts {
        @JsonUnwrapped
        FunnelCounts.Outcomes outcomes();

        @JsonUnwrapped
        FunnelCounts.Journeys journeys();
    }

    private Json() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }

    /**
     * Throws {@link IllegalArgumentException} when the text is not JSON of this type; the message contains none of the
     * text.
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName());
        }
    }
}
