package dev.cairn.local.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Plausible's statistics export: the archive, or only its file {@code imported_visitors_….csv}. The other files have
 * totals per page, source or event, which cannot be converted to daily figures.
 */
public final class PlausibleTotals {
    private static final String VISITORS = "imported_visitors";
    private static final List<String> COLUMNS = List.of("date", "visitors", "pageviews", "visits");

    private PlausibleTotals() {}

    public static List<DayTotals> read(Path file) throws IOException {
        if (!file.toString().endsWith(".zip")) {
            return of(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (name.startsWith(VISITORS) && name.endsWith(".csv")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        return of(new String(in.readAllBytes(), StandardCharsets.UTF_8), file + ", " + name);
                    }
                }
            }
        }
        throw new IOException(file + " has no file " + VISITORS + "_….csv; export the site under Plausible's settings,"
                + " Imports & exports");
    }

    private static List<DayTotals> of(String text, String name) throws IOException {
        Map<LocalDate, DayTotals> days = new TreeMap<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            for (NamedCsvRecord row : rows) {
                for (String column : COLUMNS) {
                    if (row.findField(column).isEmpty()) {
                        throw new IOException(name + ": has no column " + column + "; this is not Plausible's file "
                                + VISITORS + "_….csv");
                    }
                }
                DayTotals day = day(row, name);
                if (days.put(day.day(), day) != null) {
                    throw new IOException(name + ", line " + row.getStartingLineNumber() + ": " + day.day()
                            + " is there already; each day may be listed once");
                }
            }
        } catch (CsvParseException damaged) {
            throw new IOException(name + ": " + damaged.getMessage(), damaged);
        }
        return new ArrayList<>(days.values());
    }

    private static DayTotals day(NamedCsvRecord row, String name) throws IOException {
        try {
            return new DayTotals(
                    LocalDate.parse(row.getField("date")),
                    number(row, "visitors"),
                    number(row, "visits"),
                    number(row, "pageviews"));
        } catch (DateTimeException | NumberFormatException fault) {
            throw new IOException(
                    name + ", line " + row.getStartingLineNumber()
                            + ": date must be a day like 2026-02-28, and visitors, visits and pageviews whole numbers",
                    fault);
        }
    }

    private static long number(NamedCsvRecord row, String column) {
        return Long.parseUnsignedLong(row.getField(column));
    }
}
