package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StoredItemTest {
    private static final Item.Key KEY = new Item.Key(Table.STATE, "pp", "s");

    @Test
    void keepsAShortBodyAsTextAndALongOneDeflated() {
        int limit = StoredItem.DEFLATE_ABOVE_BYTES;

        assertThat(StoredItem.write(item("x".repeat(limit))))
                .containsKey("json")
                .doesNotContainKey("json_deflated");
        assertThat(StoredItem.write(item("x".repeat(limit + 1))))
                .containsKey("json_deflated")
                .doesNotContainKey("json");
    }

    @Test
    void keepsALongBodyAsTextWhereDeflatingGainsNothing() {
        assertThat(StoredItem.write(item(random(301)))).containsKey("json");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 299, 300, 301, 4_095, 4_096, 4_097, 300_000})
    void readsBackWhatItWrote(int length) {
        Item item = new Item(
                KEY, 12, "äb\"".repeat(length / 3) + "x".repeat(length % 3), Instant.ofEpochSecond(1_900_000_000));

        assertThat(StoredItem.read(Table.STATE, StoredItem.write(item))).isEqualTo(item);
    }

    @Test
    void R8_readsAnItemOfALaterVersionWithMoreAttributes() {
        Map<String, AttributeValue> later = StoredItem.write(item("{}"));
        later.put("schema", AttributeValue.fromN("2"));
        later.put("more", AttributeValue.fromS("x"));

        assertThat(StoredItem.read(Table.STATE, later)).isEqualTo(item("{}"));
    }

    /** partition 9+2, sort 4+1, schema 6+2, revision 8+2, json 4: 38 bytes and the body. */
    @ParameterizedTest
    @CsvSource({"0, 38, 1", "1, 39, 1", "262, 300, 1"})
    void countsBytesAsDynamoDbDoes(int bodyBytes, int bytes, int units) {
        assertThat(DynamoItems.bytes(item("x".repeat(bodyBytes)))).isEqualTo(bytes);
        assertThat(DynamoItems.writeUnits(item("x".repeat(bodyBytes)))).isEqualTo(units);
    }

    /** 37 bytes and the sort key: 987 + 37 = 1,024. */
    @ParameterizedTest
    @CsvSource({"987, 1", "988, 2", "2011, 2", "2012, 3"})
    void aWriteUnitIsAKilobyteBegun(int sortBytes, int units) {
        assertThat(DynamoItems.writeUnits(sorted(sortBytes))).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({"4059, 1", "4060, 2"})
    void aReadUnitIsFourKilobytesBegun(int sortBytes, int units) {
        assertThat(DynamoItems.readUnits(sorted(sortBytes))).isEqualTo(units);
    }

    @Test
    void countsNumbersByTheirSignificantDigits() {
        int with10Digits =
                StoredItem.bytes(StoredItem.write(new Item(KEY, 1, "", Instant.ofEpochSecond(1_763_719_201))));
        int with2Digits =
                StoredItem.bytes(StoredItem.write(new Item(KEY, 1, "", Instant.ofEpochSecond(1_900_000_000))));

        assertThat(with10Digits).isEqualTo(38 + "expires".length() + 6);
        assertThat(with2Digits).isEqualTo(38 + "expires".length() + 2);
    }

    @Test
    void refusesWhatDynamoDbWouldNotTakeWithoutRepeatingIt() {
        assertThat(StoredItem.write(sorted(StoredItem.MAX_BYTES - 37))).isNotEmpty();

        assertThatThrownBy(() -> StoredItem.write(sorted(StoredItem.MAX_BYTES - 36)))
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
