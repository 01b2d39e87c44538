package dev.cairn.report.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.keys.KeyRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The body {@code {from, to}} of a backfill request: days within the site's retention. */
sealed interface BackfillRequest {

    record Wanted(LocalDate from, LocalDate to) implements BackfillRequest {}

    record Unusable(ErrorResponse refusal) implements BackfillRequest {}

    Set<String> FIELDS = Set.of("from", "to");

    static BackfillRequest read(String text, Site site, Clock clock) {
        JsonNode json = KeyRequest.tree(text);
        return json.isObject()
                ? read(json, site, clock)
                : new Unusable(ErrorResponse.of(
                        400, "invalid_json", "The body must be a JSON object with two dates, from and to."));
    }

    private static BackfillRequest read(JsonNode json, Site site, Clock clock) {
        List<String> faults = new ArrayList<>();
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                faults.add("body: has a field that is neither from nor to");
            }
        });
        Optional<LocalDate> from = date(json, "from", faults);
        Optional<LocalDate> to = date(json, "to", faults);
        if (faults.isEmpty()) {
            checkDays(from.orElseThrow(), to.orElseThrow(), site, clock, faults);
        }
        return faults.isEmpty() ? new Wanted(from.orElseThrow(), to.orElseThrow()) : new Unusable(refusal(faults));
    }

    private static Optional<LocalDate> date(JsonNode json, String field, List<String> faults) {
        String text = json.path(field).isTextual() ? json.path(field).asText() : "";
        if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeParseException noSuchDay) {
                faults.add(field + ": is not a calendar date");
                return Optional.empty();
            }
        }
        faults.add(field + ": must be a date such as 2026-02-23, in the site's time zone");
        return Optional.empty();
    }

    private static void checkDays(LocalDate from, LocalDate to, Site site, Clock clock, List<String> faults) {
        LocalDate today = site.zones().dayOf(clock.millis());
        LocalDate oldest = today.minusDays(site.retentionDays());
        if (from.isAfter(to)) {
            faults.add("from: is after to");
        }
        if (to.isAfter(today)) {
            faults.add("to: is in the future; today is " + today);
        }
        if (from.isBefore(oldest)) {
            faults.add("from: is beyond the site's retention of " + site.retentionDays()
                    + " days, so its events are gone; the oldest day is " + oldest);
        }
    }

    /** @param faults messages that each begin with the field and a colon */
    private static ErrorResponse refusal(List<String> faults) {
        String first = faults.getFirst();
        return new ErrorResponse(
                400,
                "invalid_backfill",
                String.join("; ", faults) + ".",
                Map.of("parameter", first.substring(0, first.indexOf(':'))),
                Map.of());
    }
}
