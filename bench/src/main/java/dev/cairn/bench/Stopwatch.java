package dev.cairn.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures the CPU and wall time of each stage. CPU time is that of the whole process, so it includes the compiler and
 * the garbage collector.
 */
final class Stopwatch {
    enum Stage {
        COLLECT,
        CLASSIFY,
        AGGREGATE
    }

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS = 1e9;

    private final Map<Stage, Long> cpu = new EnumMap<>(Stage.class);
    private long wall;

    void during(Stage stage, Runnable work) {
        long wallBefore = System.nanoTime();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        work.run();
        cpu.merge(stage, SYSTEM.getProcessCpuTime() - cpuBefore, Long::sum);
        wall += System.nanoTime() - wallBefore;
    }

    double cpuSeconds(Stage stage) {
        return cpu.getOrDefault(stage, 0L) / NANOS;
    }

    double cpuSeconds() {
        return cpu.values().stream().mapToLong(Long::longValue).sum() / NANOS;
    }

    double wallSeconds() {
        return wall / NANOS;
    }
}
