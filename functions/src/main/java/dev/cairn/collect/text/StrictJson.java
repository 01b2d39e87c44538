package dev.cairn.collect.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON strictly: rejects trailing tokens, duplicate keys, NaN, lone surrogates, U+0000 and numbers outside the
 * range of their type, and bounds depth and tokens. The caller bounds the length.
 */
public final class StrictJson {
    /** Beyond this decimal exponent, a double is infinite or zero. */
    private static final int LARGEST_EXPONENT = 308;

    private static final int SMALLEST_EXPONENT = -324;
    private static final String NOT_JSON = "The body is not a single well-formed JSON document with distinct keys";
    private static final StrictJson BROWSER = new StrictJson(RequestLimits.BROWSER.tokens());
    private static final StrictJson SERVER = new StrictJson(RequestLimits.SERVER.tokens());

    private final JsonMapper mapper;

    /** Reports why text is not acceptable JSON. The message repeats none of the text. */
    public static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private StrictJson(int tokens) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(RequestLimits.JSON_DEPTH)
                        .maxTokenCount(tokens)
                        .maxNumberLength(RequestLimits.NUMBER_CHARACTERS)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Senders choose the field names; caching them beyond the request would let memory grow.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .build();
        mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    public static StrictJson within(RequestLimits limits) {
        return limits.equals(RequestLimits.SERVER) ? SERVER : BROWSER;
    }

    public JsonNode read(String text) throws Unreadable {
        JsonNode read;
        try {
            read = mapper.readTree(text);
        } catch (StreamConstraintsException tooMuch) {
            throw new Unreadable("The JSON is nested deeper than " + RequestLimits.JSON_DEPTH
                    + " levels, has too many values, or has a number longer than " + RequestLimits.NUMBER_CHARACTERS
                    + " characters.");
        } catch (JsonProcessingException notJson) {
            throw new Unreadable(NOT_JSON + where(notJson.getLocation()) + ".");
        } catch (ArithmeticException | NumberFormatException notJson) {
            throw new Unreadable(NOT_JSON + ".");
        }
        if (read == null || read.isMissingNode()) {
            throw new Unreadable("The body is empty; a JSON object is expected.");
        }
        check(read);
        return read;
    }

    /** Only line and column; the sender's text is not repeated. */
    private static String where(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : ": reading ended at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static void check(JsonNode node) throws Unreadable {
        if (node.isTextual()) {
            checkText(node.textValue());
        } else if (node.isNumber()) {
            checkNumber(node);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            checkText(field.getKey());
            check(field.getValue());
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                check(element);
            }
        }
    }

    private static void checkText(String text) throws Unreadable {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw new Unreadable("The JSON has a string with U+0000 or an unpaired surrogate.");
            }
        }
    }

    private static void checkNumber(JsonNode number) throws Unreadable {
        if (number.isIntegralNumber()
                ? !number.canConvertToLong() || Math.abs(number.longValue()) > RequestLimits.SAFE_INTEGER
                : leavesDouble(number.decimalValue())) {
            throw new Unreadable("The JSON has a number out of range: integers may be at most "
                    + RequestLimits.SAFE_INTEGER + ", other numbers must fit a double.");
        }
    }

    private static boolean leavesDouble(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale() - 1;
        return number.signum() != 0 && (exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT);
    }
}
