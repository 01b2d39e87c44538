package dev.cairn.domain.anomaly;

import dev.cairn.domain.statistic.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Numbers of visits by half hour of a local day. A list has the day's half hours in order, up to the last one that is
 * not 0. A day has 48 half hours, or 46 or 50 when the clocks change.
 *
 * @param all all visits
 * @param device the same by device class; likewise for the other dimensions
 */
public record PulseCells(
        List<Long> all,
        Map<String, List<Long>> device,
        Map<String, List<Long>> browser,
        Map<String, List<Long>> country) {
    static final PulseCells NONE = new PulseCells(List.of(), Map.of(), Map.of(), Map.of());

    /** The dimensions of segments (N6.5). */
    static final List<String> DIMENSIONS = List.of("device", "browser", "country");

    Map<String, List<Long>> by(String dimension) {
        return switch (dimension) {
            case "device" -> device;
            case "browser" -> browser;
            case "country" -> country;
            default -> throw new IllegalArgumentException(dimension);
        };
    }

    PulseCells plus(PulseCells other) {
        return new PulseCells(
                sum(all, other.all),
                sums(device, other.device),
                sums(browser, other.browser),
                sums(country, other.country));
    }

    private static Map<String, List<Long>> sums(Map<String, List<Long>> one, Map<String, List<Long>> other) {
        Map<String, List<Long>> sums = new TreeMap<>(one);
        other.forEach((value, cells) -> sums.merge(value, cells, PulseCells::sum));
        return sums;
    }

    static List<Long> sum(List<Long> one, List<Long> other) {
        List<Long> sum = new ArrayList<>(Math.max(one.size(), other.size()));
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            sum.add((i < one.size() ? one.get(i) : 0) + (i < other.size() ? other.get(i) : 0));
        }
        return sum;
    }

    long total() {
        return total(all);
    }

    static long total(List<Long> cells) {
        return cells.stream().mapToLong(Long::longValue).sum();
    }

    /** Returns these cells with all countries other than these merged into one. */
    PulseCells withCountries(Set<String> kept) {
        Map<String, List<Long>> countries = new TreeMap<>();
        country.forEach((value, cells) ->
                countries.merge(kept.contains(value) ? value : Dimension.OTHER, cells, PulseCells::sum));
        return new PulseCells(all, device, browser, countries);
    }

    /** Adds two maps key by key. */
    static Map<String, PulseCells> plus(Map<String, PulseCells> one, Map<String, PulseCells> other) {
        Map<String, PulseCells> sum = new TreeMap<>(one);
        other.forEach((key, cells) -> sum.merge(key, cells, PulseCells::plus));
        return sum;
    }
}
