package dev.cairn.report;

import dev.cairn.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A request's body as text, or why it is none. */
sealed interface BodyText {

    record Text(String text) implements BodyText {}

    record Unusable(Refusal refusal) implements BodyText {}

    static BodyText read(HttpRequest request, int maxBytes) {
        if (request.body().length > maxBytes) {
            return new Unusable(Refusal.tooLarge(maxBytes));
        }
        try {
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return new Unusable(Refusal.notUtf8());
        }
    }
}
