package dev.cairn.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Zipf's law: rank r has the weight 1 / r^s. */
final class Zipf {
    private final double[] weights;

    Zipf(int people, double exponent) {
        this.weights = IntStream.rangeClosed(1, people)
                .mapToDouble(rank -> Math.pow(rank, -exponent))
                .toArray();
    }

    private record Drawn(int person, double key) {}

    /**
     * Draws distinct people by weight: those with the smallest -ln(u) / weight (Efraimidis and Spirakis, Weighted
     * random sampling with a reservoir, 2006).
     */
    List<Integer> draw(int count, Random random) {
        return IntStream.range(0, weights.length)
                .mapToObj(person -> new Drawn(person, -Math.log(1 - random.nextDouble()) / weights[person]))
                .sorted(Comparator.comparingDouble(Drawn::key))
                .limit(count)
                .map(Drawn::person)
                .toList();
    }
}
