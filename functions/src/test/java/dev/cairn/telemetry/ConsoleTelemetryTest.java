package dev.cairn.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTelemetryTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ConsoleTelemetry telemetry = new ConsoleTelemetry(
            new PrintStream(written, true, StandardCharsets.UTF_8),
            Clock.fixed(Instant.parse("2025-02-27T00:30:00.123Z"), ZoneOffset.UTC));

    @Test
    void writesALineWithItsFields() {
        telemetry.warn("the stream is slow", Map.of("site", "sh\nop"));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("2025-02-27T00:30:00Z WARN  the stream is slow site=sh op");
    }

    @Test
    void neverWritesAnExceptionsMessage() {
        telemetry.error("broken", new IllegalStateException("SECRET"), Map.of());

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("ERROR broken exception=java.lang.IllegalStateException at dev.cairn.telemetry")
                .doesNotContain("SECRET");
    }

    @Test
    void keepsCountsUntilTheyAreTaken() {
        telemetry.count("rejected", 2, "too_old");
        telemetry.count("rejected", 1);

        assertThat(telemetry.takeCounts()).isEqualTo(Map.of("rejected", 3L));
        assertThat(telemetry.takeCounts()).isEmpty();
    }
}
