package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.body;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid inputs and their responses: the status, and the error's code or the event's reason. */
class BadInputsTest {

    /** @param word the error's code or the reasons of the rejected events; empty if everything is accepted */
    record Case(String name, byte[] body, Map<String, String> headers, int status, String word) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case bytes(String name, byte[] body, int status, String word) {
        return new Case(name, body, browser(), status, word);
    }

    private static Case text(String name, String body, int status, String word) {
        return bytes(name, body.getBytes(StandardCharsets.UTF_8), status, word);
    }

    /** An otherwise valid event with these further fields. */
    private static Case field(String name, String fields, int status, String word) {
        return text(name, event("," + fields), status, word);
    }

    private static Case prop(String name, String prop, int status, String word) {
        return field(name, "\"props\":{" + prop + "}", status, word);
    }

    private static Case from(String name, Map<String, String> headers, int status, String word) {
        return new Case(name, event("").getBytes(StandardCharsets.UTF_8), headers, status, word);
    }

    private static Case keyed(String name, String body, int status, String word) {
        return new Case(name, body.getBytes(StandardCharsets.UTF_8), server(), status, word);
    }

    /** An event in which one of the usual fields is replaced. */
    private static Case instead(String name, String event, int status, String word) {
        return text(name, "{\"site\":\"shop\",\"sent_at\":" + NOW + ",\"events\":[" + event + "]}", status, word);
    }

    static Stream<Case> encodings() {
        byte[] good = event("").getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                text("empty body", "", 400, "invalid_json"),
                text("only spaces", " \n ", 400, "invalid_json"),
                text("null", "null", 400, "not_an_object"),
                text("list", "[]", 400, "not_an_object"),
                text("text", "\"\"", 400, "not_an_object"),
                text("number", "1", 400, "not_an_object"),
                text("truncated", event("").substring(0, 40), 400, "invalid_json"),
                text("trailing garbage", event("") + "garbage", 400, "invalid_json"),
                text("two documents", event("") + event(""), 400, "invalid_json"),
                text("duplicate key", "{\"site\":\"shop\",\"site\":\"shop\",\"events\":[]}", 400, "invalid_json"),
                field("duplicate key in an event", "\"id\":\"e2\"", 400, "invalid_json"),
                prop("NaN", "\"a\":NaN", 400, "invalid_json"),
                prop("Infinity", "\"a\":-Infinity", 400, "invalid_json"),
                prop("hexadecimal", "\"a\":0x10", 400, "invalid_json"),
                prop("leading zero", "\"a\":012", 400, "invalid_json"),
                prop("leading plus", "\"a\":+1", 400, "invalid_json"),
                prop("comment", "\"a\":1/*x*/", 400, "invalid_json"),
                prop("single quotes", "'a':1", 400, "invalid_json"),
                prop("trailing comma", "\"a\":1,", 400, "invalid_json"),
                prop("raw newline in a text", "\"a\":\"x\ny\"", 400, "invalid_json"),
                field("depth 9", "\"x\":" + "[".repeat(6) + "]".repeat(6), 400, "invalid_json"),
                field("depth 8", "\"x\":" + "[".repeat(5) + "]".repeat(5), 202, ""),
                text("60,000 brackets", "[".repeat(60_000), 400, "invalid_json"),
                field("too many tokens", "\"x\":[" + "1,".repeat(5_000) + "1]", 400, "invalid_json"),
                field("just enough tokens", "\"x\":[" + "1,".repeat(4_900) + "1]", 202, ""),
                prop("40 digits", "\"a\":" + "1".repeat(40), 400, "invalid_json"),
                prop("1e400", "\"a\":1e400", 400, "invalid_json"),
                prop("-1e400", "\"a\":-1e400", 400, "invalid_json"),
                prop("1e-400", "\"a\":1e-400", 400, "invalid_json"),
                prop("1E1000000000", "\"a\":1E1000000000", 400, "invalid_json"),
                prop("1E99999999999", "\"a\":1E99999999999", 400, "invalid_json"),
                prop("1e308", "\"a\":1e308", 202, ""),
                prop("2^53 + 1", "\"a\":9007199254740993", 400, "invalid_json"),
                prop("2^53 - 1", "\"a\":9007199254740991", 202, ""),
                prop("high surrogate alone", "\"a\":\"\\ud800\"", 400, "invalid_json"),
                prop("low surrogate alone", "\"a\":\"x\\udc00x\"", 400, "invalid_json"),
                prop("surrogates in wrong order", "\"a\":\"\\udc00\\ud800\"", 400, "invalid_json"),
                prop("surrogate pair", "\"a\":\"\\ud83d\\ude00\"", 202, ""),
                prop("half a pair in a key", "\"\\ud800\":1", 400, "invalid_json"),
                prop("U+0000", "\"a\":\"\\u0000\"", 400, "invalid_json"),
                field("U+0000 in a field nobody knows", "\"x\":{\"\\u0000\":1}", 400, "invalid_json"),
                bytes("UTF-16 with mark", event("").getBytes(StandardCharsets.UTF_16), 400, "invalid_encoding"),
                bytes("UTF-16 without mark", event("").getBytes(StandardCharsets.UTF_16LE), 400, "invalid_json"),
                bytes("Latin-1", event(",\"x\":\"é\"").getBytes(StandardCharsets.ISO_8859_1), 400, "invalid_encoding"),
                bytes("overlong C0 AF", with(good, 0xC0, 0xAF), 400, "invalid_encoding"),
                bytes("byte FF", with(good, 0xFF), 400, "invalid_encoding"),
                bytes("encoded surrogate", with(good, 0xED, 0xA0, 0x80), 400, "invalid_encoding"),
                bytes("beyond Unicode", with(good, 0xF5, 0x80, 0x80, 0x80), 400, "invalid_encoding"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope                | The plan has no site with the id that was sent; add it under sites, or send the id of another site.
            ../<b>shop</b>      | The site that was sent is not a valid id; ids are 1 to 64 letters, digits, - and _.
            xxxxxxxxxXxxxxxxxxxXxxxxxxxxxXxxxxxxxxxXxxxxxxxxxXxxxxxxxxxXxxxxx | The site that was sent is not a valid id; ids are 1 to 64 letters, digits, - and _.
            ''                  | The site that was sent is not a valid id; ids are 1 to 64 letters, digits, - and _.
            """)
    void whoSendsAnUnknownSiteHearsWhatToDo(String site, String message) {
        String body = "{\"site\":\"" + site + "\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}";

        CollectFixture.Answer answer = new CollectFixture().post(body, browser());

        assertThat(answer.body().path("error").path("message").asText()).isEqualTo(message);
    }

    static Stream<Case> shapes() {
        return Stream.of(
                text("no site", "{\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}", 400, "missing_site"),
                text("site is a number", "{\"site\":1,\"events\":[{\"id\":\"a\"}]}", 400, "missing_site"),
                text("no events", "{\"site\":\"shop\"}", 400, "no_events"),
                text("events null", "{\"site\":\"shop\",\"events\":null}", 400, "no_events"),
                text("events empty", "{\"site\":\"shop\",\"events\":[]}", 400, "no_events"),
                text("events an object", "{\"site\":\"shop\",\"events\":{\"a\":1}}", 400, "invalid_events"),
                text(
                        "unknown site",
                        "{\"site\":\"nope\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}",
                        403,
                        "unknown_site"),
                text(
                        "site ../",
                        "{\"site\":\"../shop\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}",
                        403,
                        "unknown_site"),
                text(
                        "site %00",
                        "{\"site\":\"shop%00\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}", 403, "unknown_site"),
                text("empty site", "{\"site\":\"\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}", 403, "unknown_site"),
                text("50 events", events(50), 202, ""),
                text("51 events", events(51), 413, "too_many_events"),
                keyed("500 events by key", events(500), 202, ""),
                keyed("501 events by key", events(501), 413, "too_many_events"),
                text("64 KiB", padded(64 * 1024), 202, ""),
                text("64 KiB and a byte", padded(64 * 1024 + 1), 413, "too_large"),
                keyed("512 KiB by key", padded(512 * 1024), 202, ""),
                keyed("512 KiB and a byte by key", padded(512 * 1024 + 1), 413, "too_large"),
                instead("an event that is none", "1", 422, "not_an_object"),
                instead("an event that is null", "null", 422, "not_an_object"),
                instead("a list as an event", "[]", 422, "not_an_object"));
    }

    static Stream<Case> fields() {
        return Stream.of(
                instead("no id", "{\"name\":\"x\"}", 422, "missing_id"),
                instead("id null", "{\"id\":null,\"name\":\"x\"}", 422, "missing_id"),
                instead("id a number", "{\"id\":7,\"name\":\"x\"}", 422, "invalid_id"),
                instead("id empty", "{\"id\":\"\",\"name\":\"x\"}", 422, "invalid_id"),
                instead("id of 64", "{\"id\":\"" + "a".repeat(64) + "\",\"name\":\"x\"}", 202, ""),
                instead("id of 65", "{\"id\":\"" + "a".repeat(65) + "\",\"name\":\"x\"}", 422, "invalid_id"),
                instead("id with #", "{\"id\":\"a#b\",\"name\":\"x\"}", 422, "invalid_id"),
                instead("id with /", "{\"id\":\"a/b\",\"name\":\"x\"}", 422, "invalid_id"),
                instead("id with newline", "{\"id\":\"a\\nb\",\"name\":\"x\"}", 422, "invalid_id"),
                instead("id with é", "{\"id\":\"é\",\"name\":\"x\"}", 422, "invalid_id"),
                instead("no name", "{\"id\":\"a\"}", 422, "missing_name"),
                instead("name empty", "{\"id\":\"a\",\"name\":\"\"}", 422, "missing_name"),
                instead("name a number", "{\"id\":\"a\",\"name\":1}", 422, "invalid_name"),
                instead("name of 64", "{\"id\":\"a\",\"name\":\"" + "n".repeat(64) + "\"}", 202, ""),
                instead("name of 65", "{\"id\":\"a\",\"name\":\"" + "n".repeat(65) + "\"}", 422, "name_too_long"),
                instead("name of 64 emoji", "{\"id\":\"a\",\"name\":\"" + "😀".repeat(64) + "\"}", 202, ""),
                instead("bidi override in a name", "{\"id\":\"a\",\"name\":\"a\\u202eb\"}", 422, "invalid_name"),
                instead("zero width in a name", "{\"id\":\"a\",\"name\":\"a\\u200bb\"}", 422, "invalid_name"),
                instead("line break in a name", "{\"id\":\"a\",\"name\":\"a\\r\\nERROR forged\"}", 422, "invalid_name"),
                field("32 props", "\"props\":{" + props(32) + "}", 202, ""),
                field("33 props", "\"props\":{" + props(33) + "}", 422, "too_many_props"),
                field("32 props and a null", "\"props\":{" + props(32) + ",\"z\":null}", 202, ""),
                field("props a list", "\"props\":[]", 422, "invalid_props"),
                prop("nested object", "\"a\":{}", 422, "nested_prop"),
                prop("nested list", "\"a\":[1]", 422, "nested_prop"),
                prop("__proto__", "\"__proto__\":1", 422, "forbidden_prop_key"),
                prop("constructor", "\"constructor\":1", 422, "forbidden_prop_key"),
                prop("prototype", "\"prototype\":1", 422, "forbidden_prop_key"),
                prop("$set", "\"$set\":1", 422, "forbidden_prop_key"),
                prop("a.b", "\"a.b\":1", 422, "forbidden_prop_key"),
                prop("a#b", "\"a#b\":1", 422, "forbidden_prop_key"),
                prop("pk", "\"pk\":1,\"ttl\":2,\"class\":\"x\"", 202, ""),
                prop("empty key", "\"\":1", 422, "invalid_prop_key"),
                prop("zero width in a key", "\"a\\u200db\":1", 422, "invalid_prop_key"),
                prop("key of 64", "\"" + "k".repeat(64) + "\":1", 202, ""),
                prop("key of 65", "\"" + "k".repeat(65) + "\":1", 422, "prop_key_too_long"),
                prop("text of 1,024", "\"a\":\"" + "v".repeat(1_024) + "\"", 202, ""),
                prop("text of 1,025", "\"a\":\"" + "v".repeat(1_025) + "\"", 422, "prop_value_too_long"),
                text("visitor of 64", body("", ",\"visitor\":\"" + "v".repeat(64) + "\""), 202, ""),
                text("visitor of 65", body("", ",\"visitor\":\"" + "v".repeat(65) + "\""), 422, "invalid_visitor"),
                text("visitor with @", body("", ",\"visitor\":\"jane@example.com\""), 422, "invalid_visitor"),
                text("visitor a number", body("", ",\"visitor\":1"), 422, "invalid_visitor"),
                text("user of 256", body("", ",\"user\":\"" + "u".repeat(256) + "\""), 202, ""),
                text("user of 257", body("", ",\"user\":\"" + "u".repeat(257) + "\""), 422, "invalid_user"),
                text("user empty", body("", ",\"user\":\"\""), 422, "invalid_user"),
                field("order id of 256", "\"order_id\":\"" + "o".repeat(256) + "\"", 202, ""),
                field("order id of 257", "\"order_id\":\"" + "o".repeat(257) + "\"", 422, "invalid_order_id"),
                field("order id a number", "\"order_id\":1", 422, "invalid_order_id"),
                field("value a number", "\"value\":1", 422, "invalid_value"),
                field("value without amount", "\"value\":{\"currency\":\"EUR\"}", 422, "invalid_value"),
                field("amount negative", "\"value\":{\"amount\":\"-1\"}", 422, "invalid_value"),
                field("amount 1e12", "\"value\":{\"amount\":1e12}", 422, "invalid_value"),
                field("amount below 1e12", "\"value\":{\"amount\":\"999999999999.99\"}", 202, ""),
                field("amount with comma", "\"value\":{\"amount\":\"19,50\"}", 422, "invalid_value"),
                field("amount 1e3 as text", "\"value\":{\"amount\":\"1e3\"}", 422, "invalid_value"),
                field("amount NaN as text", "\"value\":{\"amount\":\"NaN\"}", 422, "invalid_value"),
                field("currency XXX", "\"value\":{\"amount\":1,\"currency\":\"XXX\"}", 422, "invalid_currency"),
                field("currency euro", "\"value\":{\"amount\":1,\"currency\":\"euro\"}", 422, "invalid_currency"),
                field("type unknown", "\"type\":\"chargeback\"", 422, "invalid_type"),
                field("refund by a browser", "\"type\":\"refund\",\"order_id\":\"o\"", 422, "refund_needs_server_key"),
                keyed("refund without order", event(",\"type\":\"refund\""), 422, "refund_needs_order_id"),
                keyed("refund by key", event(",\"type\":\"refund\",\"order_id\":\"o\""), 202, ""),
                field("unknown fields", "\"x\":{\"y\":[1]},\"session\":null", 202, ""));
    }

    static Stream<Case> times() {
        long day = 86_400_000L;
        return Stream.of(
                instead("no time", "{\"id\":\"a\",\"name\":\"x\"}", 202, ""),
                instead("time as text", at("\"2026-11-21\""), 422, "invalid_time"),
                instead("time with a fraction", at(NOW + ".5"), 422, "invalid_time"),
                instead("whole number with .0", at(NOW + ".0"), 202, ""),
                instead("time in seconds", at(String.valueOf(NOW / 1000)), 422, "too_old"),
                instead("1970", at("0"), 422, "too_old"),
                instead("before 1970", at("-1"), 422, "too_old"),
                instead("year 287396", at("9007199254740991"), 202, ""),
                instead("year 292278994", at("9223372036854775807"), 400, "invalid_json"),
                instead("an hour ahead", at(String.valueOf(NOW + 3_600_000)), 202, ""),
                instead("24 h old", at(String.valueOf(NOW - day)), 202, ""),
                instead("24 h and 1 ms old", at(String.valueOf(NOW - day - 1)), 422, "too_old"),
                keyed("25 h old by key", keyedAt(NOW - 25 * day / 24), 202, ""),
                keyed("as old as is kept, by key", keyedAt(NOW - 400 * day), 202, ""),
                keyed("older than is kept, by key", keyedAt(NOW - 400 * day - 1), 422, "too_old"),
                field("seq as text", "\"seq\":\"1\"", 422, "invalid_seq"),
                field("seq that is a card's number", "\"seq\":4111111111111111", 422, "invalid_seq"),
                field("seq at the limit", "\"seq\":9007199254740991", 202, ""),
                field("seq with a fraction", "\"seq\":1.5", 422, "invalid_seq"),
                text(
                        "sent_at as text",
                        "{\"site\":\"shop\",\"sent_at\":\"now\",\"events\":[" + at("1") + "]}",
                        202,
                        ""));
    }

    static Stream<Case> origins() {
        return Stream.of(
                from("no origin", browser("origin", null), 403, "missing_origin"),
                from("empty origin", browser("origin", ""), 403, "origin_not_allowed"),
                from("null where it is not listed", browser("origin", "null"), 403, "origin_not_allowed"),
                from("other top level", browser("origin", "https://shop.example.evil.net"), 403, "origin_not_allowed"),
                from("other name", browser("origin", "https://evilshop.example"), 403, "origin_not_allowed"),
                from("downgrade", browser("origin", "http://shop.example"), 403, "origin_not_allowed"),
                from("other port", browser("origin", "https://shop.example:444"), 403, "origin_not_allowed"),
                from(
                        "default port written out",
                        browser("origin", "https://shop.example:443"),
                        403,
                        "origin_not_allowed"),
                from("listed port", browser("origin", "https://shop.example:8443"), 202, ""),
                from("trailing dot", browser("origin", "https://shop.example."), 403, "origin_not_allowed"),
                from("trailing slash", browser("origin", "https://shop.example/"), 403, "origin_not_allowed"),
                from("punycode twin", browser("origin", "https://xn--shp-8na.example"), 403, "origin_not_allowed"),
                from("userinfo", browser("origin", "https://shop.example@evil.net"), 403, "origin_not_allowed"),
                from("upper case", browser("origin", "HTTPS://Shop.Example"), 202, ""),
                from("wildcard, one label", browser("origin", "https://www.shop.example"), 202, ""),
                from("wildcard, two labels", browser("origin", "https://a.b.shop.example"), 202, ""),
                from("wildcard, empty label", browser("origin", "https://.shop.example"), 403, "origin_not_allowed"),
                from("wildcard, dots", browser("origin", "https://a..shop.example"), 403, "origin_not_allowed"),
                from(
                        "wildcard, path in it",
                        browser("origin", "https://evil/.shop.example"),
                        403,
                        "origin_not_allowed"),
                from("wildcard, other scheme", browser("origin", "http://www.shop.example"), 403, "origin_not_allowed"),
                from("origin of another site", browser("origin", "https://blog.example"), 403, "origin_not_allowed"),
                from(
                        "forged forwarding headers",
                        browser("x-forwarded-for", "10.1.1.1", "x-real-ip", "1.1.1.1"),
                        202,
                        ""),
                from("a cookie of 8 KB", browser("cookie", "c=" + "x".repeat(8_192)), 202, ""),
                from("the wildcard itself", browser("origin", "https://*.shop.example"), 403, "origin_not_allowed"));
    }

    static Stream<Case> keysAndTypes() {
        return Stream.of(
                from("unknown key", server("authorization", "Bearer ck_nope"), 401, "unknown_key"),
                from("no bearer", server("authorization", "Basic YTpi"), 401, "unknown_key"),
                from("empty bearer", server("authorization", "Bearer "), 401, "unknown_key"),
                from("unknown key from an allowed page", browser("authorization", "Bearer x"), 401, "unknown_key"),
                from("key of another site", server("authorization", "Bearer ck_blog_secret"), 403, "wrong_site"),
                from("key without the scope", server("authorization", "Bearer ck_stats_secret"), 403, "missing_scope"),
                from("admin key", server("authorization", "Bearer ck_admin_secret"), 202, ""),
                from("scheme in lower case", server("authorization", "bearer " + CollectFixture.KEY), 202, ""),
                from("no content type", browser("content-type", null), 415, "unsupported_media_type"),
                from("form", browser("content-type", "multipart/form-data; boundary=x"), 415, "unsupported_media_type"),
                from("XML", browser("content-type", "application/xml"), 415, "unsupported_media_type"),
                from("JSON lines", browser("content-type", "application/x-ndjson"), 415, "unsupported_media_type"),
                from("JSON", browser("content-type", "application/json"), 202, ""),
                from("UTF-16", browser("content-type", "text/plain; charset=utf-16"), 415, "unsupported_media_type"),
                from(
                        "Latin",
                        browser("content-type", "text/plain;charset=\"ISO-8859-1\""),
                        415,
                        "unsupported_media_type"),
                from("as sendBeacon says it", browser("content-type", "text/plain;charset=UTF-8"), 202, ""),
                from("JSON in capitals", browser("content-type", "Application/JSON; Charset=utf-8"), 202, ""),
                from("gzip from a browser", browser("content-encoding", "gzip"), 415, "unsupported_content_encoding"),
                from("brotli by key", server("content-encoding", "br"), 415, "unsupported_content_encoding"),
                from("no gzip at all", server("content-encoding", "gzip"), 400, "invalid_encoding"),
                zipped("gzip by key", event("").getBytes(StandardCharsets.UTF_8), 202, ""),
                zipped(
                        "gzip with a charset",
                        event("").getBytes(StandardCharsets.UTF_8),
                        "Application/JSON; charset=UTF-8",
                        202,
                        ""),
                zipped("gzip of text", event("").getBytes(StandardCharsets.UTF_8), "text/plain", 202, ""),
                zipped("gzip of 512 KiB", padded(512 * 1024).getBytes(StandardCharsets.UTF_8), 202, ""),
                zipped(
                        "gzip of a byte more",
                        padded(512 * 1024 + 1).getBytes(StandardCharsets.UTF_8),
                        413,
                        "too_large"),
                zipped("gzip bomb", new byte[200_000_000], 413, "too_large"));
    }

    @ParameterizedTest
    @MethodSource({"encodings", "shapes", "fields", "times", "origins", "keysAndTypes"})
    void answersExactly(Case bad) {
        CollectFixture rig = new CollectFixture();
        CollectFixture.Answer answer = rig.post(bad.body, bad.headers);

        assertThat(answer.status() + " " + answer.word()).isEqualTo(bad.status + " " + bad.word);
        assertThat(answer.headers().path("content-type").asText()).isEqualTo("application/json; charset=utf-8");
        assertThat(rig.said.log).as("a bad input is no trouble of ours").isEmpty();
        if (bad.status != 202) {
            assertThat(rig.events()).isEmpty();
            assertThat(answer.body().path("error").path("message").asText()).isNotEmpty();
        }
    }

    @Test
    void saysWhereReadingEndedWithoutRepeatingTheBody() {
        var answer =
                new CollectFixture().post("{\n  \"site\": \"shop\", \"visitor\": \"ben\" \"events\": []\n}", browser());

        assertThat(answer.text())
                .contains("distinct keys: reading ended at line 2, column 36.")
                .doesNotContain("ben");
    }

    @Test
    void refusesOtherMethods() {
        for (String method : new String[] {"GET", "PUT", "DELETE", "HEAD", "TRACE", "PATCH"}) {
            var answer = new CollectFixture().send(method, new byte[0], browser(), Map.of());
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers().path("allow").asText()).isEqualTo("POST, OPTIONS");
        }
    }

    @Test
    void refusesWhatIsNoBase64() {
        var answer = new CollectFixture()
                .handle(
                        "{\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"isBase64Encoded\":true,\"body\":\"%%%\","
                                + "\"headers\":{\"Content-Type\":\"text/plain\",\"Origin\":\"https://shop.example\"}}");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void oneBadEventNeverCostsTheOthers() {
        CollectFixture rig = new CollectFixture();
        String events = IntStream.range(0, 10)
                .mapToObj(i ->
                        i % 3 == 1 ? "{\"id\":\"e%d\"}".formatted(i) : "{\"id\":\"e%d\",\"name\":\"x\"}".formatted(i))
                .collect(Collectors.joining(","));
        var answer = rig.post("{\"site\":\"shop\",\"events\":[" + events + "]}", browser());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(7);
        assertThat(answer.body().path("rejected"))
                .extracting(each ->
                        each.path("index").asInt() + " " + each.path("reason").asText())
                .containsExactly("1 missing_name", "4 missing_name", "7 missing_name");
        assertThat(rig.events()).hasSize(7);
    }

    @Test
    void keysWithEqualHashesAreRefusedOrReadQuickly() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 8_192; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 13; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            keys.append(i == 0 ? "" : ",").append('"').append(key).append("\":1");
        }
        CollectFixture rig = new CollectFixture();
        rig.post(event(""), server());
        long started = System.nanoTime();
        var answer = rig.post(event(",\"x\":{" + keys + "}"), server());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(2_000_000_000L);
    }

    private static String at(String at) {
        return "{\"id\":\"a\",\"name\":\"x\",\"at\":" + at + "}";
    }

    private static String keyedAt(long at) {
        return "{\"site\":\"shop\",\"events\":[" + at(String.valueOf(at)) + "]}";
    }

    private static String events(int count) {
        return "{\"site\":\"shop\",\"events\":["
                + IntStream.range(0, count)
                        .mapToObj(i -> "{\"id\":\"e" + i + "\",\"name\":\"x\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String props(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"p" + i + "\":" + i).collect(Collectors.joining(","));
    }

    private static String padded(int bytes) {
        return event("") + " ".repeat(bytes - event("").length());
    }

    private static byte[] with(byte[] good, int... bad) {
        byte[] all = new byte[good.length + bad.length];
        // Within the id, a string that every step reads.
        int place = new String(good, StandardCharsets.UTF_8).indexOf("e1");
        System.arraycopy(good, 0, all, 0, place);
        for (int i = 0; i < bad.length; i++) {
            all[place + i] = (byte) bad[i];
        }
        System.arraycopy(good, place, all, place + bad.length, good.length - place);
        return all;
    }

    private static Case zipped(String name, byte[] body, int status, String word) {
        return zipped(name, body, "application/json", status, word);
    }

    private static Case zipped(String name, byte[] body, String type, int status, String word) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Case(
                name, bytes.toByteArray(), server("content-encoding", "gzip", "content-type", type), status, word);
    }
}
