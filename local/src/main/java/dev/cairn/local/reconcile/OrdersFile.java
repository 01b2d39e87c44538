package dev.cairn.local.reconcile;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.cairn.domain.event.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shop's list of orders: CSV in UTF-8 with the columns {@code order_id}, {@code at}, {@code amount} and {@code
 * currency} in any order; other columns are ignored. Every error gives its line and column.
 */
public final class OrdersFile {
    private static final String ID = "order_id";
    private static final String AT = "at";
    private static final String AMOUNT = "amount";
    private static final String CURRENCY = "currency";
    private static final List<String> COLUMNS = List.of(ID, AT, AMOUNT, CURRENCY);
    private static final int MOST_FAULTS = 10;
    private static final int ID_CHARACTERS = 256;
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,15}(\\.\\d{1,6})?");
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

    private final ZoneId zone;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>();
    private final List<ShopOrder> orders = new ArrayList<>();

    private OrdersFile(ZoneId zone) {
        this.zone = zone;
    }

    /** The file is invalid; the message has a line for each of the first errors. */
    public static final class FaultyException extends IOException {
        private static final long serialVersionUID = 1L;

        FaultyException(Path file, List<String> faults) {
            super(
                    faults.size() == 1
                            ? file + ", " + faults.getFirst()
                            : file + " has faults:\n  " + String.join("\n  ", faults));
        }
    }

    /** @param zone the zone for times without an offset, and for the days */
    public static List<ShopOrder> read(Path file, ZoneId zone) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            throw new FaultyException(file, List.of("which is not UTF-8; save it as CSV in UTF-8"));
        }
        OrdersFile read = new OrdersFile(zone);
        read.take(text);
        if (!read.faults.isEmpty()) {
            throw new FaultyException(file, read.faults);
        }
        return read.orders;
    }

    private void take(String text) {
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(separator(text))
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            List<String> header = null;
            for (CsvRecord each : records) {
                if (header == null) {
                    header = each.getFields().stream().map(String::strip).toList();
                    checkHeader(header, each.getStartingLineNumber());
                } else {
                    take(header, each);
                }
                if (faults.size() >= MOST_FAULTS || orders.isEmpty() && !faults.isEmpty() && !hasAll(header)) {
                    return;
                }
            }
            if (header == null) {
                faults.add("line 1: the file is empty; its first line names the columns " + String.join(",", COLUMNS));
            }
        } catch (CsvParseException damaged) {
            faults.add(Objects.requireNonNullElse(damaged.getMessage(), "which is not CSV"));
        } catch (IOException inMemory) {
            throw new java.io.UncheckedIOException(inMemory);
        }
    }

    private static boolean hasAll(List<String> header) {
        return header.containsAll(COLUMNS);
    }

    /** The most frequent separator in the first line: spreadsheets that use a decimal comma write semicolons. */
    private static String separator(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.contains(",") ? "," : first.contains(";") ? ";" : first.contains("\t") ? "\t" : ",";
    }

    private void checkHeader(List<String> header, long line) {
        for (String column : COLUMNS) {
            long times = header.stream().filter(column::equals).count();
            if (times != 1) {
                faults.add("line " + line + ", column " + column + ": "
                        + (times == 0 ? "is missing; the columns are " : "occurs " + times + " times; the columns are ")
                        + String.join(", ", header));
            }
        }
    }

    private void take(List<String> header, CsvRecord row) {
        long line = row.getStartingLineNumber();
        if (row.getFieldCount() != header.size()) {
            faults.add(
                    "line " + line + ": has " + row.getFieldCount() + " columns; the first line has " + header.size());
            return;
        }
        String id = id(line, row.getField(header.indexOf(ID)).strip());
        LocalDate day = day(line, row.getField(header.indexOf(AT)).strip());
        BigDecimal amount = amount(line, row.getField(header.indexOf(AMOUNT)).strip());
        String currency = currency(line, row.getField(header.indexOf(CURRENCY)).strip());
        if (id != null && day != null && amount != null && currency != null) {
            orders.add(new ShopOrder(id, day, new Money(amount, currency)));
        }
    }

    private @Nullable String id(long line, String text) {
        if (text.isEmpty() || text.length() > ID_CHARACTERS) {
            fault(line, ID, text, "is not an order id of 1 to " + ID_CHARACTERS + " characters");
            return null;
        }
        Long before = lines.putIfAbsent(text, line);
        if (before != null) {
            fault(line, ID, text, "is on line " + before + " already; list each order once");
            return null;
        }
        return text;
    }

    /** The day of a time with an offset, a local time or a date. */
    private @Nullable LocalDate day(long line, String text) {
        String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        try {
            if (iso.length() == "2026-03-22".length()) {
                return LocalDate.parse(iso);
            }
            return iso.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
                    ? OffsetDateTime.parse(iso).atZoneSameInstant(zone).toLocalDate()
                    : LocalDateTime.parse(iso).toLocalDate();
        } catch (DateTimeException notATime) {
            fault(line, AT, text, "is not a time; use 2026-03-22T10:00:00+01:00, 2026-03-22 10:00:00 or 2026-03-22");
            return null;
        }
    }

    private @Nullable BigDecimal amount(long line, String text) {
        if (!DECIMAL.matcher(text).matches()) {
            fault(line, AMOUNT, text, "is not an amount; use digits and a point, as in 1234.50");
            return null;
        }
        return new BigDecimal(text);
    }

    private @Nullable String currency(long line, String text) {
        if (!CODE.matcher(text).matches()) {
            fault(line, CURRENCY, text, "is not a currency; use three letters, as in EUR");
            return null;
        }
        return text;
    }

    private void fault(long line, String column, String text, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add("line " + line + ", column " + column + ": \"" + text + "\" " + what);
        }
    }
}
