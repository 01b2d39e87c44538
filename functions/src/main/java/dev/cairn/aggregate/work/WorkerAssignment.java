package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.RunContext;
import dev.cairn.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buckets that a worker has to count, in this order.
 *
 * @param epoch the run's epoch, which begins before any of the buckets' data is read
 * @param asOf the run's {@code as_of}
 */
public record WorkerAssignment(long epoch, long asOf, List<SiteDay> days) {

    /** Some buckets of a site's day; the day is written as {@code 2026-03-10}. */
    public record SiteDay(String site, String day, List<Integer> buckets) {
        LocalDate date() {
            return LocalDate.parse(day);
        }
    }

    static WorkerAssignment of(RunContext run, List<BucketTask> tasks) {
        record Place(String site, LocalDate day) {}
        Map<Place, List<Integer>> days = new LinkedHashMap<>();
        for (BucketTask task : tasks) {
            BucketCounter.Day day = task.day().counted();
            Place place = new Place(day.site().id(), day.day());
            days.computeIfAbsent(place, none -> new ArrayList<>()).add(task.bucket());
        }
        return new WorkerAssignment(
                run.epoch(),
                run.asOf(),
                days.entrySet().stream()
                        .map(day -> new SiteDay(
                                day.getKey().site(), day.getKey().day().toString(), day.getValue()))
                        .toList());
    }

    byte[] write() {
        return Json.write(this).getBytes(StandardCharsets.UTF_8);
    }

    public static WorkerAssignment read(byte[] work) {
        return Json.read(new String(work, StandardCharsets.UTF_8), WorkerAssignment.class);
    }
}
