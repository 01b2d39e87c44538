package dev.cairn.report.api;

import dev.cairn.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A request's body as text, or the error response if it cannot be used. */
public sealed interface RequestBody {

    record Text(String text) implements RequestBody {}

    record Unusable(ErrorResponse refusal) implements RequestBody {}

    static RequestBody read(HttpRequest request, int maxBytes) {
        if (request.body().length > maxBytes) {
            return new Unusable(ErrorResponse.tooLarge(maxBytes));
        }
        try {
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return new Unusable(ErrorResponse.notUtf8());
        }
    }
}
