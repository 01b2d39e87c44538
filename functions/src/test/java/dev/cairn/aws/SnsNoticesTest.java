package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.Notices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an HTTP server on this machine that records what the SDK sends. */
class SnsNoticesTest {
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:cairn-Insights-1";
    private static final Notice NOTICE = new Notice(
            "id-1",
            "shop",
            "Café Lumière: step:checkout:1 is unusual",
            "Two\nlines — with €",
            "{\"id\":\"id-1\",\"p\":\"é\"}");
    private static final String ACCEPTED = "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
            + "<PublishResult><MessageId>m</MessageId></PublishResult>"
            + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>";
    private static final String REFUSED = "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error>"
            + "<Type>Sender</Type><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>";

    private final List<Map<String, String>> published = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private HttpServer sns;

    @BeforeEach
    void start() throws IOException {
        sns = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sns.createContext("/", exchange -> {
            published.add(form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            int status = statuses.isEmpty() ? 200 : statuses.removeFirst();
            byte[] answer = (status == 200 ? ACCEPTED : REFUSED).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sns.start();
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        sns.stop(0);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(decode(parts[0]), decode(parts[1]));
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Notices notices() {
        return AwsDependencies.notices(Map.of(
                "AWS_REGION",
                "eu-central-1",
                "TOPIC_INSIGHTS",
                TOPIC,
                "ENDPOINT_SNS",
                "http://127.0.0.1:" + sns.getAddress().getPort()));
    }

    /** The attributes of a published message, by name. */
    private static Map<String, String> attributes(Map<String, String> fields) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 1; fields.containsKey("MessageAttributes.entry." + i + ".Name"); i++) {
            String entry = "MessageAttributes.entry." + i;
            assertThat(fields).containsEntry(entry + ".Value.DataType", "String");
            attributes.put(fields.get(entry + ".Name"), fields.get(entry + ".Value.StringValue"));
        }
        return attributes;
    }

    private JsonNode message() throws IOException {
        return Json.MAPPER.readTree(published.getFirst().get("Message"));
    }

    @Test
    void N6_10_peopleGetTheTextAndProgramsTheJson() throws IOException {
        notices().send(NOTICE);

        assertThat(published).hasSize(1);
        assertThat(published.getFirst())
                .containsEntry("Action", "Publish")
                .containsEntry("TopicArn", TOPIC)
                .containsEntry("Subject", "Cafe Lumiere: step:checkout:1 is unusual")
                .containsEntry("MessageStructure", "json");
        assertThat(attributes(published.getFirst())).isEqualTo(Map.of("site", "shop", "id", "id-1"));
        assertThat(message().path("email").asText()).isEqualTo(NOTICE.text());
        assertThat(message().path("default").asText()).isEqualTo(NOTICE.json());
        assertThat(authorizations.getFirst()).contains("/eu-central-1/sns/aws4_request");
    }

    @Test
    void N6_10_whatTheTopicRefusesIsNotSent() {
        statuses.add(403);

        assertThatThrownBy(() -> notices().send(NOTICE)).isInstanceOf(NoticeNotSentException.class);
        assertThat(published).hasSize(1);
    }

    @Test
    void N6_10_aFailureThatPassesIsRepeated() {
        statuses.add(503);

        notices().send(NOTICE);

        assertThat(published).hasSize(2);
        assertThat(published.getFirst()).isEqualTo(published.getLast());
    }

    @Test
    void N6_10_aTopicThatCannotBeReachedIsNotSentTo() {
        Notices notices = notices();
        sns.stop(0);

        assertThatThrownBy(() -> notices.send(NOTICE)).isInstanceOf(NoticeNotSentException.class);
    }

    /** A stop of everything is many changes at once. */
    @Test
    void N6_10_aMessageTooLongForSnsIsShortenedNotLost() throws IOException {
        notices()
                .send(new Notice(
                        "id-1", "shop", "s", "€".repeat(60_000), "{\"also\":\"" + "x".repeat(200_000) + "\"}"));

        assertThat(published.getFirst().get("Message").getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(255 << 10);
        assertThat(message().path("email").asText()).startsWith("€€€").contains("too long");
        JsonNode json = Json.MAPPER.readTree(message().path("default").asText());
        assertThat(json.path("id").asText()).isEqualTo("id-1");
        assertThat(json.path("shortened").asBoolean()).isTrue();
    }

    @Test
    void withoutATopicNobodyIsToldAndNothingElseIsNeeded() {
        assertThat(AwsDependencies.notices(Map.of())).isSameAs(Notices.NONE);
        assertThat(AwsDependencies.notices(Map.of("TOPIC_INSIGHTS", " "))).isSameAs(Notices.NONE);
    }

    @Test
    void R5_faultsAreReportedByName() {
        assertThatThrownBy(() -> AwsDependencies.notices(Map.of("TOPIC_INSIGHTS", TOPIC, "ENDPOINT_SNS", "here")))
                .hasMessage("Environment variables: AWS_REGION is not set; ENDPOINT_SNS is not an address like"
                        + " http://localhost:8000.");
    }

    /** A run that tells nothing starts as fast as before. */
    @Test
    void theClientIsMadeWithTheFirstMessage() {
        AtomicInteger made = new AtomicInteger();
        SnsNotices notices = new SnsNotices(
                Lazy.of(() -> {
                    made.incrementAndGet();
                    throw new IllegalStateException("no client");
                }),
                TOPIC);
        assertThat(made).hasValue(0);

        assertThatThrownBy(() -> notices.send(NOTICE)).hasMessage("no client");
        assertThat(made).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        'Shop: daily digest of 9 March', 'Shop: daily digest of 9 March'
        'Ünïted – ﬁne', 'United ? fine'
        '  a\tb\r\nc\u0000d\u0085e  ', 'a b c d e'
        '鞋店: x', '??: x'
        '👟', '?'
        '   ', 'Cairn'
        '', 'Cairn'
        """)
    void aSubjectIsOneLineOfAscii(String text, String subject) {
        assertThat(SnsNotices.subject(text)).isEqualTo(subject);
    }

    @Test
    void aSubjectIsCut() {
        assertThat(SnsNotices.subject("x".repeat(98) + " more")).isEqualTo("x".repeat(98));
        assertThat(SnsNotices.subject("ﷺ".repeat(90)))
                .hasSizeLessThanOrEqualTo(99)
                .matches("[ -~]+");
    }
}
