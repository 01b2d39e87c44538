package dev.cairn;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Calls a function as Lambda does: JSON in, JSON out. */
public final class LambdaCalls {

    /** The method of a function's handler, such as {@code classify::handleRequest}. */
    @FunctionalInterface
    public interface Handler {
        void handle(InputStream in, OutputStream out, @Nullable Context context) throws IOException;
    }

    private LambdaCalls() {}

    /** Returns the answer to an event, for functions that need no context. */
    public static JsonNode call(Handler handler, JsonNode event) {
        return call(handler, event, null);
    }

    public static JsonNode call(Handler handler, JsonNode event, @Nullable Context context) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handle(new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), out, context);
            return Json.MAPPER.readTree(out.toByteArray());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
