package dev.cairn.local.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Matomo's totals by day: the response of {@code API.get} or {@code VisitsSummary.get} with {@code period=day}, a date
 * range and {@code format=JSON}. In it, a day without visits is an empty list.
 */
public final class MatomoTotals {
    private MatomoTotals() {}

    public static List<DayTotals> read(JsonNode answer, Path file) throws IOException {
        List<DayTotals> days = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : answer.properties()) {
            JsonNode day = each.getValue();
            if (!day.isEmpty() && !day.path("nb_visits").canConvertToLong()) {
                throw new IOException(file + ": " + each.getKey()
                        + " has no nb_visits; export API.get with period=day and" + " format=JSON");
            }
            days.add(new DayTotals(
                    day(each.getKey(), file),
                    day.path("nb_uniq_visitors").asLong(0),
                    day.path("nb_visits").asLong(0),
                    day.has("nb_pageviews")
                            ? Long.valueOf(day.path("nb_pageviews").asLong())
                            : null));
        }
        return days;
    }

    private static LocalDate day(String text, Path file) throws IOException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            throw new IOException(
                    file + ": \"" + text + "\" is not a day like 2026-02-28; export with period=day", notADay);
        }
    }
}
