package dev.cairn.domain.target;

import java.time.LocalDate;
import java.util.Map;

/**
 * Rule N7 once more, from its text and without any code of {@link TargetProgress}: sums over plain lists of days, the
 * normal distribution by adding up its density.
 */
final class PlainTarget {
    private final Map<LocalDate, Double> metric;
    private final LocalDate firstDay;
    private final LocalDate completeThrough;
    private final LocalDate from;
    private final LocalDate to;
    private final double[] weightOf = new double[8];

    PlainTarget(
            Map<LocalDate, Double> metric,
            LocalDate firstDay,
            LocalDate completeThrough,
            LocalDate from,
            LocalDate to) {
        this.metric = metric;
        this.firstDay = firstDay;
        this.completeThrough = completeThrough;
        this.from = from;
        this.to = to;
        for (int i = 0; i < 7; i++) {
            LocalDate day = from.plusDays(i);
            weightOf[day.getDayOfWeek().getValue()] = computedWeight(day);
        }
    }

    double weight(LocalDate day) {
        return weightOf[day.getDayOfWeek().getValue()];
    }

    double on(LocalDate day) {
        return metric.getOrDefault(day, 0.0);
    }

    double sum(LocalDate begin, LocalDate end) {
        double sum = 0;
        for (LocalDate day = begin; day.compareTo(end) <= 0; day = day.plusDays(1)) {
            sum += on(day);
        }
        return sum;
    }

    /** "weights w by weekday from the 56 days before from: (sum+2)/number of such days, scaled to mean 1". */
    private double computedWeight(LocalDate day) {
        double[] each = new double[8];
        int known = 0;
        for (int weekday = 1; weekday <= 7; weekday++) {
            double sum = 2;
            int days = 0;
            for (int back = 1; back <= 56; back++) {
                LocalDate before = from.minusDays(back);
                if (before.getDayOfWeek().getValue() == weekday
                        && before.compareTo(firstDay) >= 0
                        && before.compareTo(completeThrough) <= 0) {
                    sum += on(before);
                    days++;
                }
            }
            each[weekday] = sum / days;
            known += days;
        }
        if (known < 28) {
            return 1;
        }
        double all = each[1] + each[2] + each[3] + each[4] + each[5] + each[6] + each[7];
        return each[day.getDayOfWeek().getValue()] * 7 / all;
    }

    double weights(LocalDate begin, LocalDate end) {
        double sum = 0;
        for (LocalDate day = begin; day.compareTo(end) <= 0; day = day.plusDays(1)) {
            sum += weight(day);
        }
        return sum;
    }

    LocalDate today() {
        return completeThrough.plusDays(1);
    }

    private LocalDate begin() {
        return from.compareTo(today()) > 0 ? from : today();
    }

    int remaining() {
        int days = 0;
        for (LocalDate day = begin(); day.compareTo(to) <= 0; day = day.plusDays(1)) {
            days++;
        }
        return days;
    }

    double closed() {
        return sum(from, to.compareTo(completeThrough) < 0 ? to : completeThrough);
    }

    double expected(double figure) {
        return figure * weights(from, to.compareTo(completeThrough) < 0 ? to : completeThrough) / weights(from, to);
    }

    int levelDays() {
        int days = 0;
        for (int back = 0; back < 56; back++) {
            if (completeThrough.minusDays(back).compareTo(firstDay) >= 0) {
                days++;
            }
        }
        return days;
    }

    double mean() {
        LocalDate begin = completeThrough.minusDays(levelDays() - 1L);
        return (sum(begin, completeThrough) + 0.5) / weights(begin, completeThrough) * weights(begin(), to);
    }

    double phi() {
        int weeks = levelDays() / 7;
        double chiSquared = 0;
        for (int week = 1; week <= weeks; week++) {
            LocalDate monday = completeThrough.minusDays(7L * week - 1);
            double level = sum(monday, monday.plusDays(6)) / weights(monday, monday.plusDays(6));
            for (int i = 0; i < 7; i++) {
                double due = level * weight(monday.plusDays(i));
                if (due > 0) {
                    chiSquared += Math.pow(on(monday.plusDays(i)) - due, 2) / due;
                }
            }
        }
        double phi = chiSquared / (6 * weeks - 6);
        return phi < 1 ? 1 : phi;
    }

    /** "phi·mu + phi·mu·W_rem/W_level + mu²·0.03²·(m+h)/3". */
    double variance() {
        LocalDate begin = completeThrough.minusDays(levelDays() - 1L);
        double ahead = weights(begin(), to);
        double behind = weights(begin, completeThrough);
        double weeks = remaining() / 7.0 + levelDays() / 7.0;
        return phi() * mean() + phi() * mean() * ahead / behind + Math.pow(mean() * 0.03, 2) * weeks / 3;
    }

    /** "1 - Phi(((y/mu)^(1/3) - 1 + c/9)/sqrt(c/9)); 1 when y <= 0". */
    double probabilityOfAtLeast(double y) {
        if (y <= 0) {
            return 1;
        }
        double c = variance() / (mean() * mean());
        return 1 - phi((Math.pow(y / mean(), 1.0 / 3) - 1 + c / 9) / Math.sqrt(c / 9));
    }

    /** Simpson's rule on the density. */
    static double phi(double z) {
        double from = -10;
        if (z <= from) {
            return 0;
        }
        int steps = 2_000;
        double width = (Math.min(z, 10) - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = from + i * width;
            double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            sum += density * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return sum * width / 3;
    }
}
