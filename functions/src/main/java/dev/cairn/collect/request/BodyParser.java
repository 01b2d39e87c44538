package dev.cairn.collect.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.protocol.Protocol.Translated;
import dev.cairn.collect.protocol.ProtocolException;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.collect.text.StrictJson;
import dev.cairn.collect.text.StrictUtf8;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decodes the bytes of a request into a body with events, in these steps: size, encoding, JSON, translation, shape. */
public final class BodyParser {
    private static final Pattern OTHER_CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?(?!utf-8|us-ascii)", Pattern.CASE_INSENSITIVE);

    private BodyParser() {}

    public static Optional<RequestRefusal> checkSize(CollectRequest collectRequest) {
        return collectRequest.bytes.length <= collectRequest.limits.bodyBytes()
                ? Optional.empty()
                : tooLarge(collectRequest);
    }

    public static Optional<RequestRefusal> decodeText(CollectRequest collectRequest) {
        if (collectRequest.protocol.mediaTypes().isEmpty()) {
            return Optional.empty();
        }
        String type = collectRequest.request.header("content-type").orElse("");
        String mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!collectRequest.protocol.mediaTypes().contains(mediaType)
                || OTHER_CHARSET.matcher(type).find()) {
            return refuse(
                    RequestError.UNSUPPORTED_MEDIA_TYPE,
                    "The Content-Type must be text/plain or application/json, in UTF-8.");
        }
        Optional<RequestRefusal> refusal = contentEncoding(collectRequest);
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<String> text = StrictUtf8.decode(collectRequest.bytes);
        if (text.isEmpty()) {
            return refuse(RequestError.INVALID_ENCODING, "The body is not well-formed UTF-8.");
        }
        collectRequest.text = text.get();
        return Optional.empty();
    }

    public static Optional<RequestRefusal> parseJson(CollectRequest collectRequest) {
        if (collectRequest.protocol.mediaTypes().isEmpty()) {
            return Optional.empty();
        }
        try {
            collectRequest.body = StrictJson.within(collectRequest.limits).read(collectRequest.text);
            return Optional.empty();
        } catch (StrictJson.Unreadable unreadable) {
            return refuse(RequestError.INVALID_JSON, Objects.requireNonNull(unreadable.getMessage()));
        }
    }

    /**
     * Translates the body into the common form that all later steps use. After this step, it is known whether a key was
     * sent.
     */
    public static Optional<RequestRefusal> translate(CollectRequest collectRequest) {
        try {
            Translated translated = collectRequest.protocol.translate(collectRequest.request, collectRequest.body);
            collectRequest.body = translated.body();
            collectRequest.secret = translated.secret();
            collectRequest.server = translated.secret().isPresent();
            collectRequest.limits = collectRequest.server ? RequestLimits.SERVER : RequestLimits.BROWSER;
            return checkSize(collectRequest);
        } catch (ProtocolException untranslatable) {
            return refuse(
                    switch (untranslatable.problem()) {
                        case NOT_AN_OBJECT -> RequestError.NOT_AN_OBJECT;
                        case MISSING_SITE -> RequestError.MISSING_SITE;
                        case INVALID_EVENTS -> RequestError.INVALID_EVENTS;
                        case INVALID_TEXT -> RequestError.INVALID_ENCODING;
                    },
                    Objects.requireNonNull(untranslatable.getMessage()));
        }
    }

    /**
     * Parses JSON inside a string of the body, as older clients send it, by the same rules; empty if it is not
     * well-formed.
     */
    public static Optional<JsonNode> nested(String text) {
        try {
            return Optional.of(StrictJson.within(RequestLimits.BROWSER).read(text));
        } catch (StrictJson.Unreadable unreadable) {
            return Optional.empty();
        }
    }

    public static Optional<RequestRefusal> checkShape(CollectRequest collectRequest) {
        JsonNode body = collectRequest.body;
        if (!body.isObject()) {
            return refuse(RequestError.NOT_AN_OBJECT, "The body must be a JSON object with site and events.");
        }
        boolean keyNamesSite = collectRequest.server && collectRequest.protocol.manner() == Manner.CLIENT;
        if (!keyNamesSite && !JsonNodes.field(body, "site").isTextual()) {
            return refuse(RequestError.MISSING_SITE, "The field site must be the id of a site, as a string.");
        }
        JsonNode events = JsonNodes.field(body, "events");
        if (!JsonNodes.absent(events) && !events.isArray()) {
            return refuse(RequestError.INVALID_EVENTS, "The field events must be a list of events.");
        }
        if (events.isEmpty()) {
            return refuse(RequestError.NO_EVENTS, "The field events must contain at least one event.");
        }
        int most = collectRequest.limits.events();
        return events.size() <= most
                ? Optional.empty()
                : refuse(
                        RequestError.TOO_MANY_EVENTS,
                        "A body may have at most " + most + " events, not " + events.size() + ".");
    }

    private static Optional<RequestRefusal> contentEncoding(CollectRequest collectRequest) {
        String encoding = collectRequest
                .request
                .header("content-encoding")
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .orElse("identity");
        if (encoding.equals("identity") || encoding.isEmpty()) {
            return Optional.empty();
        }
        return encoding.equals("gzip") && collectRequest.server
                ? inflate(collectRequest)
                : refuse(
                        RequestError.UNSUPPORTED_CONTENT_ENCODING,
                        "The Content-Encoding must be identity, or gzip with a server key.");
    }

    private static Optional<RequestRefusal> inflate(CollectRequest collectRequest) {
        try {
            collectRequest.bytes = StrictUtf8.inflate(collectRequest.bytes, collectRequest.limits.bodyBytes());
            return checkSize(collectRequest);
        } catch (IOException notGzip) {
            return refuse(RequestError.INVALID_ENCODING, "The body is not complete, well-formed gzip.");
        }
    }

    private static Optional<RequestRefusal> tooLarge(CollectRequest collectRequest) {
        return refuse(
                RequestError.TOO_LARGE,
                "A body may have at most " + collectRequest.limits.bodyBytes() + " bytes, also after decompression.");
    }

    private static Optional<RequestRefusal> refuse(RequestError fault, String message) {
        return Optional.of(new RequestRefusal(fault, message));
    }
}
