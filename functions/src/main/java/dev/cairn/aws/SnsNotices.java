package dev.cairn.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.Notices;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * Publishes messages to an SNS topic: email subscribers get the text, all others the JSON. Each message has the
 * attributes {@code site}, for filters, and {@code id}. The SDK repeats a call whose response was lost, so a message
 * may arrive twice with the same id. Thread-safe.
 */
final class SnsNotices implements Notices {
    /** SNS accepts 256 KiB, including attributes. */
    private static final int MOST_BYTES = 255 << 10;

    private static final int SHORTENED_TEXT = 20_000;
    private static final int MOST_SUBJECT = 99;

    private final Supplier<SnsClient> client;
    private final String topic;

    /** @param topic the ARN of the topic */
    SnsNotices(Supplier<SnsClient> client, String topic) {
        this.client = client;
        this.topic = topic;
    }

    @Override
    public void send(Notice notice) {
        try {
            client.get()
                    .publish(request -> request.topicArn(topic)
                            .subject(subject(notice.subject()))
                            .messageStructure("json")
                            .message(message(notice))
                            .messageAttributes(Map.of("site", attribute(notice.site()), "id", attribute(notice.id()))));
        } catch (SdkException refused) {
            throw new NoticeNotSentException("the topic did not accept the message", refused);
        }
    }

    private static MessageAttributeValue attribute(String text) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(text)
                .build();
    }

    /** Converts the text to a valid SNS subject: 1 to 99 printable ASCII characters. */
    static String subject(String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[\\s\\p{Cc}]+", " ")
                .replaceAll("[^ -~]", "?")
                .strip();
        String cut = ascii.substring(0, Math.min(ascii.length(), MOST_SUBJECT)).strip();
        return cut.isEmpty() ? "Cairn" : cut;
    }

    /**
     * The message by protocol. A message that is too long for SNS is replaced by the beginning of its text and a note.
     */
    private static String message(Notice notice) {
        String whole = message(notice.json(), notice.text());
        if (whole.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
            return whole;
        }
        String text = notice.text().substring(0, Math.min(notice.text().length(), SHORTENED_TEXT))
                + "\n… The message was too long; Cairn's dashboard has the rest.";
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", notice.id())
                .put("site", notice.site())
                .put("shortened", true)
                .put("text", text);
        return message(json.toString(), text);
    }

    private static String message(String all, String email) {
        return Json.MAPPER
                .createObjectNode()
                .put("default", all)
                .put("email", email)
                .toString();
    }
}
