package dev.cairn.report.ads;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks a file of conversions row by row against what Google Ads accepts, and reads it. */
final class GoogleFile {
    private static final List<String> HEADER = List.of(
            "Conversion Name",
            "Conversion Time",
            "Conversion Value",
            "Conversion Currency",
            "Order ID",
            "Ad User Data",
            "Ad Personalization");

    private GoogleFile() {}

    /** One conversion. */
    record Row(String click, String name, String time, String value, String currency, String orderId) {}

    static List<Row> read(String file, String firstColumn) {
        assertThat(file)
                .startsWith("Parameters:TimeZone=+0000\n")
                .endsWith("\n")
                .doesNotContain("\r", "\uFEFF", "'");
        List<Row> rows = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        Set<String> orders = new HashSet<>();
        List<CsvRecord> records;
        try (var csv = CsvReader.builder().ofCsvRecord(file.substring(file.indexOf('\n') + 1))) {
            records = csv.stream().toList();
        } catch (java.io.IOException inMemory) {
            throw new java.io.UncheckedIOException(inMemory);
        }
        List<String> header = new ArrayList<>(List.of(firstColumn));
        header.addAll(HEADER);
        assertThat(records.getFirst().getFields()).isEqualTo(header);
        String before = "";
        for (CsvRecord each : records.subList(1, records.size())) {
            List<String> cells = each.getFields();
            assertThat(cells).hasSize(8);
            Row row = new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
            assertThat(row.click()).matches("[A-Za-z0-9_.][A-Za-z0-9_.-]*");
            assertThat(row.name()).isNotBlank().hasSizeLessThanOrEqualTo(100);
            assertThat(row.time()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            assertThat(row.value()).matches("|-?\\d+(\\.\\d+)?");
            assertThat(row.currency()).matches(row.value().isEmpty() ? "" : "[A-Z]{3}");
            assertThat(row.orderId()).matches("[0-9a-f]{16}");
            assertThat(cells.subList(6, 8)).containsExactly("Granted", "Granted");
            assertThat(keys.add(row.click() + row.name() + row.time() + row.orderId()))
                    .isTrue();
            assertThat(orders.add(row.name() + row.orderId()))
                    .as("an order once a conversion")
                    .isTrue();
            assertThat(row.time()).isGreaterThanOrEqualTo(before);
            before = row.time();
            rows.add(row);
        }
        return rows;
    }
}
