package dev.cairn.report.selection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The requested part of a report by day (F7). All reports read the same parameters here: {@code breakdown} or
 * {@code filter}, {@code interval}, {@code top} and {@code totals=only}, which is applied when the response is
 * rendered.
 *
 * @param breakdown the dimension whose values get separate rows
 * @param filter the only value to report; not combined with a breakdown by another dimension, because combinations of
 *     dimensions are not stored
 * @param top the number of largest values that get rows
 */
public record Selection(
        Optional<Dimension> breakdown, Optional<Filter> filter, Interval interval, Optional<Integer> top) {
    public static final String BREAKDOWN = "breakdown";
    public static final String FILTER = "filter";
    public static final String INTERVAL = "interval";
    public static final String TOP = "top";

    /** The dimensions by API name. */
    public static final Map<String, Dimension> DIMENSIONS =
            Dimension.ALL.stream().collect(Collectors.toMap(Dimension::word, Function.identity()));

    /** Everything, by day. */
    public static final Selection ALL =
            new Selection(Optional.empty(), Optional.empty(), Interval.DAY, Optional.empty());

    private static final String ROUTES_WITH_FILTER = "overview, goals, funnels and channels";

    /** One value of a dimension. */
    public record Filter(Dimension dimension, String value) {}

    /** The names of the parameters of every report by day, and of this report's own parameters. */
    public static String[] names(String... own) {
        List<String> names = new ArrayList<>(List.of("from", "to"));
        names.addAll(List.of(own));
        names.addAll(List.of(INTERVAL, QueryParameters.TOTALS, "format", "cursor"));
        return names.toArray(String[]::new);
    }

    /** Reads the selection for a report that has breakdowns by all dimensions. */
    public static Selection read(QueryParameters parameters) {
        Optional<Dimension> breakdown = parameters.choice(BREAKDOWN, DIMENSIONS);
        Optional<Filter> filter = filter(parameters, DIMENSIONS);
        if (filter.isPresent() && breakdown.isPresent()) {
            parameters.reject(FILTER, "filter and breakdown cannot be combined; send one of them.", List.of());
        }
        return rest(parameters, breakdown, filter);
    }

    /** Reads the selection for a report that always has a row for each value of one dimension. */
    public static Selection by(Dimension dimension, QueryParameters parameters) {
        Optional<Filter> filter = filter(parameters, Map.of(dimension.word(), dimension));
        return rest(parameters, Optional.of(dimension), filter);
    }

    /** Reads the selection for a report that has no breakdowns. */
    public static Selection plain(QueryParameters parameters) {
        parameters.explain(
                FILTER, "This report has no breakdowns and cannot be filtered; " + ROUTES_WITH_FILTER + " can.");
        return rest(parameters, Optional.empty(), Optional.empty());
    }

    private static Selection rest(QueryParameters parameters, Optional<Dimension> breakdown, Optional<Filter> filter) {
        parameters.choice(QueryParameters.TOTALS, Map.of(QueryParameters.ONLY, true));
        Optional<Integer> top = parameters.number(TOP);
        if (top.filter(number -> number < 1 || number > Dimension.MOST_VALUES).isPresent()) {
            parameters.reject(TOP, "top must be a number from 1 to " + Dimension.MOST_VALUES + ".", List.of());
        }
        return new Selection(
                breakdown, filter, parameters.choice(INTERVAL, Interval.WORDS).orElse(Interval.DAY), top);
    }

    private static Optional<Filter> filter(QueryParameters parameters, Map<String, Dimension> allowed) {
        Optional<String> text = parameters.text(FILTER);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int colon = text.get().indexOf(':');
        Dimension dimension = colon < 0 ? null : allowed.get(text.get().substring(0, colon));
        if (dimension == null || colon + 1 == text.get().length()) {
            parameters.reject(
                    FILTER,
                    "filter must be DIMENSION:VALUE, where DIMENSION is one of "
                            + String.join(", ", new TreeMap<>(allowed).keySet())
                            + "; the value of visits without one is " + Dimension.NOT_SET + ".",
                    allowed.keySet());
            return Optional.empty();
        }
        return Optional.of(new Filter(dimension, text.get().substring(colon + 1)));
    }

    /** Requires a breakdown for {@code top}, in a report that otherwise has one row a day. */
    public Selection topNeedsBreakdown(QueryParameters parameters) {
        if (top.isPresent() && breakdown.isEmpty()) {
            parameters.reject(
                    TOP,
                    "top limits the values of a breakdown; without a breakdown there is one row per day.",
                    List.of());
        }
        return this;
    }

    /** The dimension of the stored breakdown that has the figures; empty for the total. */
    public Optional<Dimension> stored() {
        return breakdown.or(() -> filter.map(Filter::dimension));
    }

    /**
     * Selects from the values of a stored breakdown: with a filter, its value, under the empty name used for totals;
     * otherwise all of them.
     */
    public <S> Map<String, S> of(Map<String, S> values) {
        if (filter.isEmpty()) {
            return values;
        }
        S value = values.get(filter.get().value());
        return value == null ? Map.of() : Map.of("", value);
    }

    /** Whether the filter's value may be among the values that a day's breakdown merged into one. */
    public boolean mayBeOther(Collection<String> values) {
        return filter.isPresent()
                && values.contains(Dimension.OTHER)
                && !values.contains(filter.get().value());
    }

    /** The names with the largest weights over the whole range, at most {@code top}; ties by name. */
    public <S> Set<String> largest(Map<String, S> sums, ToLongFunction<S> weight) {
        return sums.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, S>>comparingLong(each -> -weight.applyAsLong(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .limit(top.orElse(Integer.MAX_VALUE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Begins a row with its first day and, if a row spans several days, its last day. */
    public ObjectNode putSpan(ObjectNode row, DayRange span) {
        row.put("date", span.from().toString());
        return interval == Interval.DAY ? row : row.put("through", span.to().toString());
    }
}
