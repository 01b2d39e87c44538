package dev.cairn.report.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request. The first invalid parameter is recorded as the request's fault; a usable value
 * is returned anyway, so that a caller can read all parameters and check {@link #fault()} once.
 */
public final class QueryParameters {
    public static final String COMPARE = "compare";

    /** With the value {@link #ONLY}, a response has totals and no rows. */
    public static final String TOTALS = "totals";

    public static final String ONLY = "only";

    private static final int MAX_SHOWN = 64;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final String DATES = "a date such as 2025-02-23, in the site's time zone";

    private final Map<String, String> given;
    private @Nullable ErrorResponse fault;

    public QueryParameters(Map<String, String> given, String... allowed) {
        this.given = new TreeMap<>(given);
        for (String name : this.given.keySet()) {
            if (!Arrays.asList(allowed).contains(name)) {
                remember(ErrorResponse.parameter(
                        name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) : name,
                        allowed.length == 0
                                ? "This endpoint takes no parameters."
                                : "Unknown parameter; allowed: " + String.join(", ", allowed) + ".",
                        Arrays.asList(allowed)));
            }
        }
    }

    /** The first fault found; empty when all parameters are valid. */
    public Optional<ErrorResponse> fault() {
        return Optional.ofNullable(fault);
    }

    /** The response, or the fault if there is one. */
    public Response answer(Supplier<? extends Response> answer) {
        return fault == null ? answer.get() : fault;
    }

    /** The report on the range, compared with another range if requested; or the fault. */
    public Response answer(DayRange range, Function<DayRange, TableResponse> report) {
        Optional<DayRange> other = comparison(range);
        if (fault != null) {
            return fault;
        }
        TableResponse answer = report.apply(range);
        return other.map(days -> answer.comparedWith(days, report.apply(days))).orElse(answer);
    }

    /** If the fault is this parameter, replaces its message with the reason why it is not allowed here. */
    public void explain(String name, String message) {
        if (fault != null && name.equals(fault.details().get("parameter"))) {
            fault = new ErrorResponse(fault.status(), fault.code(), message, fault.details(), fault.headers());
        }
    }

    /** Records a fault that the caller found in a parameter. */
    public void reject(String name, String message, Collection<String> allowed) {
        remember(
                allowed.isEmpty()
                        ? ErrorResponse.parameter(name, message)
                        : ErrorResponse.parameter(name, message, allowed));
    }

    /** The parameter as sent; empty when it is absent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name));
    }

    /** The choice that the parameter's value stands for; empty when the parameter is absent. */
    public <T> Optional<T> choice(String name, Map<String, T> choices) {
        String word = given.get(name);
        if (word == null) {
            return Optional.empty();
        }
        T chosen = choices.get(word);
        if (chosen == null) {
            remember(ErrorResponse.parameter(
                    name,
                    name + " must be one of " + String.join(", ", new TreeMap<>(choices).keySet()) + ".",
                    choices.keySet()));
        }
        return Optional.ofNullable(chosen);
    }

    /** A required choice. */
    public <T> Optional<T> required(String name, Map<String, T> choices) {
        if (!given.containsKey(name)) {
            remember(ErrorResponse.parameter(
                    name,
                    name + " is missing; it must be one of " + String.join(", ", new TreeMap<>(choices).keySet()) + ".",
                    choices.keySet()));
        }
        return choice(name, choices);
    }

    /**
     * The range {@code from} to {@code to}. When absent, {@code to} is today and the range has {@code defaultDays}
     * days.
     */
    public DayRange range(LocalDate today, int defaultDays) {
        LocalDate to = date("to").orElse(today);
        LocalDate from = date("from").orElse(to.minusDays(defaultDays - 1L));
        if (from.isAfter(to)) {
            String end = given.containsKey("to") ? to.toString() : "today";
            remember(ErrorResponse.parameter(
                    "from", "from is after to, " + end + "; it must be that day or an earlier one."));
        } else if (ChronoUnit.DAYS.between(from, to) >= DayRange.MAX_DAYS) {
            remember(ErrorResponse.parameter(
                    "from",
                    "The range is longer than " + DayRange.MAX_DAYS + " days, the maximum; request it in parts."));
        }
        return new DayRange(from, to);
    }

    /** {@code compare}: the range to compare with; empty when no comparison is requested. */
    Optional<DayRange> comparison(DayRange range) {
        String text = given.get(COMPARE);
        if (text == null) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(range.from(), range.to()) + 1;
        return switch (text) {
            case "previous_period" ->
                Optional.of(
                        new DayRange(range.from().minusDays(days), range.from().minusDays(1)));
            case "previous_year" ->
                Optional.of(new DayRange(range.from().minusYears(1), range.to().minusYears(1)));
            default -> ownComparison(text);
        };
    }

    private Optional<DayRange> ownComparison(String text) {
        String[] ends = text.split("\\.\\.", -1);
        Optional<LocalDate> from = day(ends[0]);
        Optional<LocalDate> to = ends.length == 2 ? day(ends[1]) : Optional.empty();
        if (from.isEmpty() || to.isEmpty() || from.get().isAfter(to.get())) {
            remember(ErrorResponse.parameter(
                    COMPARE,
                    "compare must be previous_period, previous_year or two dates such as 2025-01-01..2025-01-31.",
                    List.of("previous_period", "previous_year", "FROM..TO")));
            return Optional.empty();
        }
        if (ChronoUnit.DAYS.between(from.get(), to.get()) >= DayRange.MAX_DAYS) {
            remember(ErrorResponse.parameter(COMPARE, "compare is longer than " + DayRange.MAX_DAYS + " days."));
        }
        return Optional.of(new DayRange(from.get(), to.get()));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException noSuchDay) {
            return Optional.empty();
        }
    }

    /** A day no later than {@code latest}; empty when the parameter is absent. */
    public Optional<LocalDate> day(String name, LocalDate latest) {
        Optional<LocalDate> day = date(name);
        if (day.isPresent() && day.get().isAfter(latest)) {
            remember(ErrorResponse.parameter(
                    name, name + " is after today, " + latest + "; it must be that day or an earlier one."));
            return Optional.empty();
        }
        return day;
    }

    /** A non-negative whole number. */
    public Optional<Integer> number(String name) {
        String text = given.get(name);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("\\d{1,9}")) {
            remember(ErrorResponse.parameter(name, name + " must be a whole number."));
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text));
    }

    private Optional<LocalDate> date(String name) {
        String text = given.get(name);
        if (text == null) {
            return Optional.empty();
        }
        if (!DATE.matcher(text).matches()) {
            remember(ErrorResponse.parameter(name, name + " must be " + DATES + "."));
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException noSuchDay) {
            remember(ErrorResponse.parameter(name, name + " is not a calendar date; use " + DATES + "."));
            return Optional.empty();
        }
    }

    private void remember(ErrorResponse first) {
        if (fault == null) {
            fault = first;
        }
    }
}
