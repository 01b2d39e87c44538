package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoItemCodecTest {
    private static final Item.Key KEY = new Item.Key(Table.STATE, "pp", "s");

    /** Data stored with the old dictionary could no longer be read. */
    @Test
    void R8_theDictionaryIsTheOneThatWasUsedFirst() throws Exception {
        byte[] words;
        try (InputStream in = DynamoItemCodec.class.getResourceAsStream("/store/dictionary-1.txt")) {
            words = in.readAllBytes();
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(words);

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("19c676e7711211087db2ac42b70819ae40a422804533f0165dd9817f12c4951f");
    }

    @Test
    void aShortBodyThatIsLikeOthersIsDeflatedToo() {
        String index = "{\"owners\":[[\"not a journey: written by a later version\"]],\"dates\":[\"2026-03-23\"]}";

        assertThat(DynamoItemCodec.write(item(index)).get("body").b().asByteArray())
                .hasSizeLessThan(20);
    }

    @Test
    void keepsABodyAsTextWhereDeflatingGainsNothing() {
        assertThat(DynamoItemCodec.write(item("{}"))).containsEntry("json", AttributeValue.fromS("{}"));
        assertThat(DynamoItemCodec.write(item(random(40)))).containsKey("json").doesNotContainKey("body");
    }

    /** Raw DEFLATE of "xxxxxxxxxxxx" without a dictionary. */
    @Test
    void R8_readsWhatTheVersionBeforeDeflated() {
        Map<String, AttributeValue> before = DynamoItemCodec.write(item("{}"));
        before.remove("json");
        byte[] deflated = HexFormat.of().parseHex("aba8400000");
        before.put("json_deflated", AttributeValue.fromB(SdkBytes.fromByteArray(deflated)));

        assertThat(DynamoItemCodec.read(Table.STATE, before)).isEqualTo(item("x".repeat(12)));
    }

    @Test
    void R8_refusesWhatAnotherDictionaryDeflated() {
        Map<String, AttributeValue> later = DynamoItemCodec.write(item("x".repeat(100)));
        byte[] body = later.get("body").b().asByteArray();
        body[0] = 2;
        later.put("body", AttributeValue.fromB(SdkBytes.fromByteArray(body)));

        assertThatThrownBy(() -> DynamoItemCodec.read(Table.STATE, later)).hasMessageContaining("later version");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 299, 300, 301, 4_095, 4_096, 4_097, 300_000})
    void readsBackWhatItWrote(int length) {
        Item item = new Item(
                KEY, 12, "äb\"".repeat(length / 3) + "x".repeat(length % 3), Instant.ofEpochSecond(1_900_000_000));

        assertThat(DynamoItemCodec.read(Table.STATE, DynamoItemCodec.write(item)))
                .isEqualTo(item);
    }

    @Test
    void R8_readsAnItemOfALaterVersionWithMoreAttributes() {
        Map<String, AttributeValue> later = DynamoItemCodec.write(item("{}"));
        later.put("schema", AttributeValue.fromN("2"));
        later.put("more", AttributeValue.fromS("x"));

        assertThat(DynamoItemCodec.read(Table.STATE, later)).isEqualTo(item("{}"));
    }

    /** partition 9+2, sort 4+1, schema 6+2, revision 8+2, json 4: 38 bytes and the body. */
    @ParameterizedTest
    @CsvSource({"0, 38, 1", "1, 39, 1", "2, 40, 1"})
    void countsBytesAsDynamoDbDoes(int bodyBytes, int bytes, int units) {
        assertThat(DynamoItemStore.bytes(item("x".repeat(bodyBytes)))).isEqualTo(bytes);
        assertThat(DynamoItemStore.writeUnits(item("x".repeat(bodyBytes)))).isEqualTo(units);
    }

    /** 37 bytes and the sort key: 987 + 37 = 1,024. */
    @ParameterizedTest
    @CsvSource({"987, 1", "988, 2", "2011, 2", "2012, 3"})
    void aWriteUnitIsAKilobyteBegun(int sortBytes, int units) {
        assertThat(DynamoItemStore.writeUnits(sorted(sortBytes))).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({"4059, 1", "4060, 2"})
    void aReadUnitIsFourKilobytesBegun(int sortBytes, int units) {
        assertThat(DynamoItemStore.readUnits(sorted(sortBytes))).isEqualTo(units);
    }

    @Test
    void countsNumbersByTheirSignificantDigits() {
        int with10Digits = DynamoItemCodec.bytes(
                DynamoItemCodec.write(new Item(KEY, 1, "", Instant.ofEpochSecond(1_763_719_201))));
        int with2Digits = DynamoItemCodec.bytes(
                DynamoItemCodec.write(new Item(KEY, 1, "", Instant.ofEpochSecond(1_900_000_000))));

        assertThat(with10Digits).isEqualTo(38 + "expires".length() + 6);
        assertThat(with2Digits).isEqualTo(38 + "expires".length() + 2);
    }

    @Test
    void refusesWhatDynamoDbWouldNotTakeWithoutRepeatingIt() {
        assertThat(DynamoItemCodec.write(sorted(DynamoItemCodec.MAX_BYTES - 37)))
                .isNotEmpty();

        assertThatThrownBy(() -> DynamoItemCodec.write(sorted(DynamoItemCodec.MAX_BYTES - 36)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An item for the table STATE has 409601 bytes; DynamoDB takes at most 409600.");
    }

    private static Item item(String body) {
        return Item.first(KEY, body, null);
    }

    private static Item sorted(int sortBytes) {
        return Item.first(new Item.Key(Table.STATE, "pp", "s".repeat(sortBytes)), "", null);
    }

    /** Text that uses all 7 bits of each byte; this short, DEFLATE's tables cost more than the eighth they save. */
    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        new SplittableRandom(7).ints(length, 0, 128).forEach(c -> text.append((char) c));
        return text.toString();
    }
}
