package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Writes rows as CSV (RFC 4180, UTF-8, CRLF, a header line). Nested fields of a JSON row are flattened:
 * {@code reached_1}, {@code interval_1_low}, {@code seconds_from_previous_p50_2}, {@code value_EUR},
 * {@code bots_crawler}, {@code breakdown_channel}, {@code assist_interval_low}; a list of names is one cell, separated
 * by spaces. All pages have the same columns. Text from clients is guarded by {@link CsvInjectionGuard}; figures are
 * not, so they remain numbers.
 */
final class CsvTable {
    /** An amount by currency, or a property's value. */
    private static final String VALUE = "value";

    private final List<String> columns;

    private CsvTable(List<String> columns) {
        this.columns = columns;
    }

    /**
     * The rows without totals. With a comparison, the first column of each row names its period. The sections keep
     * their positions, so that CSV pages end where JSON pages do.
     */
    static List<List<TableResponse.Row>> sections(TableResponse report) {
        TableResponse.Comparison comparison = report.comparison();
        return comparison == null
                ? List.of(report.rows())
                : List.of(
                        ofPeriod("current", report.rows()),
                        List.of(),
                        ofPeriod("comparison", comparison.days().rows()));
    }

    /** The totals as rows: one for each breakdown value, name or goal, otherwise one for the whole range. */
    static List<List<TableResponse.Row>> totals(TableResponse report) {
        TableResponse.Comparison comparison = report.comparison();
        return comparison == null
                ? List.of(totalRows(report))
                : List.of(
                        ofPeriod("current", totalRows(report)),
                        List.of(),
                        ofPeriod("comparison", totalRows(comparison.days())));
    }

    private static List<TableResponse.Row> totalRows(TableResponse report) {
        JsonNode ofRange = report.totals().ofRange();
        if (!report.totals().byValue().isEmpty() || ofRange == null) {
            return report.totals().byValue();
        }
        List<TableResponse.Row> rows = new ArrayList<>();
        List<JsonNode> totals = new ArrayList<>();
        (ofRange.isArray() ? ofRange : List.of(ofRange)).forEach(totals::add);
        // The key preserves their order across pages.
        totals.forEach(total -> rows.add(TableResponse.Row.of("%06d".formatted(rows.size()), (ObjectNode) total)));
        return rows;
    }

    private static List<TableResponse.Row> ofPeriod(String period, List<TableResponse.Row> rows) {
        return rows.stream()
                .map(row -> new TableResponse.Row(row.date(), row.key(), () -> {
                    ObjectNode figures = Json.MAPPER.createObjectNode().put("period", period);
                    return figures.setAll(row.cells());
                }))
                .toList();
    }

    /** The columns of all rows; the columns of one field are adjacent. */
    static CsvTable of(ObjectNode blank, List<List<TableResponse.Row>> sections) {
        Map<String, Set<String>> byField = new LinkedHashMap<>();
        if (sections.size() > 1) {
            byField.put("period", new LinkedHashSet<>(List.of("period")));
        }
        addColumns(byField, blank);
        sections.forEach(rows -> rows.forEach(row -> addColumns(byField, row.cells())));
        List<String> columns = new ArrayList<>();
        byField.forEach((field, names) -> {
            // A figure that is null in some rows and a list in others gets the list's columns.
            if (names.size() > 1) {
                names.remove(field);
            }
            columns.addAll(names);
        });
        return new CsvTable(columns);
    }

    private static void addColumns(Map<String, Set<String>> byField, ObjectNode row) {
        row.properties().forEach(field -> {
            Set<String> names = byField.computeIfAbsent(field.getKey(), name -> new LinkedHashSet<>());
            flatten(field.getKey(), field.getValue(), (column, cell) -> names.add(column));
        });
    }

    String write(List<TableResponse.Row> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = writer(text)) {
            csv.writeRecord(columns.stream().map(CsvInjectionGuard::guarded).toList());
            rows.forEach(row -> csv.writeRecord(cells(row)));
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
        return text.toString();
    }

    /** One line of the table. */
    String line(TableResponse.Row row) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = writer(text)) {
            csv.writeRecord(cells(row));
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
        return text.toString();
    }

    private static CsvWriter writer(StringWriter text) {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    }

    private List<String> cells(TableResponse.Row row) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.cells().properties().forEach(field -> flatten(field.getKey(), field.getValue(), cells::put));
        return columns.stream().map(column -> cells.getOrDefault(column, "")).toList();
    }

    private static void flatten(String column, JsonNode value, BiConsumer<String, String> cell) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(column + "_" + field.getKey(), field.getValue(), cell));
        } else if (column.endsWith("_interval")) {
            cell.accept(column + "_low", value.isNull() ? "" : value.get(0).asText());
            cell.accept(column + "_high", value.isNull() ? "" : value.get(1).asText());
        } else if (value.isArray() && (isText(value) || value.isEmpty())) {
            flattenNames(column, value, cell);
        } else if (isInterval(column, value)) {
            cell.accept(column + "_low", value.path(0).asText(""));
            cell.accept(column + "_high", value.path(1).asText(""));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                flattenElement(column, i, value.get(i), cell);
            }
        } else if (!value.isNull() || !column.equals(VALUE)) {
            cell.accept(column, value.isTextual() ? CsvInjectionGuard.guarded(value.asText()) : value.asText(""));
        }
    }

    /** Whether the value is two numbers, or null in place of an interval. */
    private static boolean isInterval(String column, JsonNode value) {
        return column.endsWith("interval") && (value.isNull() || value.path(0).isNumber());
    }

    private static boolean isText(JsonNode array) {
        return !array.isEmpty() && array.get(0).isTextual();
    }

    /** Amounts are grouped by currency, so without a currency there is no column. */
    private static void flattenNames(String column, JsonNode array, BiConsumer<String, String> cell) {
        if (column.equals("value") || column.equals("value_per_entry") || column.endsWith("_value")) {
            return;
        }
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        cell.accept(column, CsvInjectionGuard.guarded(String.join(" ", names)));
    }

    private static void flattenElement(String column, int index, JsonNode element, BiConsumer<String, String> cell) {
        String name = column + "_" + (index + 1);
        if (element.has("currency")) {
            cell.accept(
                    column + "_" + element.path("currency").asText(),
                    element.path("amount").asText());
        } else if (column.equals("interval")) {
            cell.accept(name + "_low", element.isNull() ? "" : element.get(0).asText());
            cell.accept(name + "_high", element.isNull() ? "" : element.get(1).asText());
        } else {
            flatten(name, element, cell);
        }
    }
}
