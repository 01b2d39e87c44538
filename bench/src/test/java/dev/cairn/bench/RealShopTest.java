package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.Stopwatch.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmark itself, on a synthetic shop. */
class RealShopTest {
    private final List<ShopEvent> events = SyntheticShop.events();

    @ParameterizedTest
    @EnumSource
    void cheap_everyEventOfEveryCopyIsCountedHoweverManyAreInABeacon(Beacons beacons) {
        ShopMeasured once = ShopReplay.measure(events, SyntheticShop.plan(), 1, beacons, ShopReplay.BATCHING_WINDOW);
        ShopMeasured threeTimes =
                ShopReplay.measure(events, SyntheticShop.plan(), 3, beacons, ShopReplay.BATCHING_WINDOW);

        System.out.print(RealShop.summary(List.of(once, threeTimes)));
        assertThat(once.check().counted()).isPositive().isEqualTo(once.check().sent());
        assertThat(threeTimes.check().counted())
                .isEqualTo(threeTimes.check().sent())
                .isEqualTo(3 * once.check().counted());
        assertThat(threeTimes.traffic().events()).isEqualTo(3L * events.size());
        assertThat(threeTimes.traffic().beacons()).isEqualTo(3 * once.traffic().beacons());
    }

    @Test
    void cheap_eachFunctionHasItsOwnBillAndNothingIsOfAnUnknownKind() {
        ShopMeasured measured =
                ShopReplay.measure(events, SyntheticShop.plan(), 1, Beacons.AS_THEY_COME, ShopReplay.BATCHING_WINDOW);

        assertThat(measured.of(Stage.CLASSIFY).units().counted()).containsKeys(Kind.VISITOR_DAYS, Kind.WATERMARK);
        assertThat(measured.of(Stage.AGGREGATE).units().counted()).containsKeys(Kind.ROWS, Kind.MARKS);
        assertThat(measured.of(Stage.COLLECT).units().counted()).containsOnlyKeys(Kind.SETTINGS);
        assertThat(measured.of(Stage.CLASSIFY).marksRaised()).isPositive();
        assertThat(measured.stored()).doesNotContainKey(Kind.OTHER);
        assertThat(measured.billedBytesPerEvent()).isGreaterThan(measured.bytesPerEvent());
    }

    @ParameterizedTest
    @EnumSource(names = {"HELD", "HELD_LONG"})
    void aBeaconHoldsAsManyEventsAsWereAskedForAllOfOneVisitorAndInOrder(Beacons form) {
        List<Beacon> beacons = form.form(events);

        assertThat((double) events.size() / beacons.size())
                .isBetween(0.9 * form.eventsABeacon(), 1.1 * form.eventsABeacon());
        List<ShopEvent> sent = new ArrayList<>();
        for (Beacon beacon : beacons) {
            assertThat(beacon.events().stream().map(ShopEvent::visitor).distinct())
                    .hasSize(1);
            assertThat(beacon.events().stream().map(ShopEvent::at)).isSorted();
            assertThat(beacon.events().stream().map(ShopEvent::looksLikeARobot).distinct())
                    .hasSize(1);
            sent.addAll(beacon.events());
        }
        assertThat(sent.stream().map(ShopEvent::event))
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(ShopEvent::event).toList());
    }

    @Test
    void aCopyHasOtherVisitorsOrdersAndIdsAndStaysWithinTheDays() {
        Copy copy = new Copy(39, 1_000_000);

        assertThat(copy.name("somebody")).isEqualTo("somebodyx39");
        assertThat(copy.time(0)).isEqualTo(39 * 7_919);
        assertThat(copy.time(900_000)).isEqualTo(1_000_000);
        assertThat(new Copy(0, 1_000_000).name("somebody")).isEqualTo("somebody");
    }

    @Test
    void whatIsAboveALimitOrDoesNotAddUpIsNamed() {
        ShopMeasured small =
                ShopReplay.measure(events, SyntheticShop.plan(), 1, Beacons.HELD, ShopReplay.BATCHING_WINDOW);
        ShopMeasured asIfLarge = new ShopMeasured(
                new ShopMeasured.Case(RealShop.LIMITED_COPIES, Beacons.HELD),
                small.traffic(),
                new ShopMeasured.Check(2, 1),
                small.functions(),
                small.stored(),
                small.closed());

        assertThat(RealShop.faults(small)).isEmpty();
        assertThat(RealShop.faults(asIfLarge))
                .hasSize(4)
                .anyMatch(fault -> fault.contains("write units per event (at most 0.8)"))
                .anyMatch(fault -> fault.contains("do not add up"));
    }

    @Test
    void batchesAreFormedAsTheTemplateSays() throws IOException {
        String template = Files.readString(Path.of("..", "template.yaml"));

        assertThat(template)
                .contains("      BatchSize: " + ShopReplay.BATCH_SIZE + "\n")
                .contains("      MaximumBatchingWindowInSeconds: !Ref BatchingSeconds\n")
                .contains("  BatchingSeconds:\n    Type: Number\n    Default: " + ShopReplay.BATCHING_WINDOW.toSeconds()
                        + "\n")
                .contains("      ParallelizationFactor: 1\n")
                .contains("cron(0/" + ShopReplay.BETWEEN_RUNS.toMinutes() + " * * * ? *)");
    }
}
