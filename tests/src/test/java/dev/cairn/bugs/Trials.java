package dev.cairn.bugs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs suites, each in its own process, with or without a bug. */
final class Trials {
    private static final Duration LONGEST = Duration.ofMinutes(20);

    /** As in the build: without telemetry, and with the settings that the SDK expects. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DDB_LOCAL_TELEMETRY", "0",
            "POWERTOOLS_METRICS_DISABLED", "true",
            "AWS_LAMBDA_FUNCTION_NAME", "test",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "AWS_REGION", "eu-central-1");

    private final Path folder;
    private final Suite.Effort effort;

    /** @param folder for the processes' output */
    Trials(Path folder, Suite.Effort effort) {
        this.folder = folder;
        this.effort = effort;
    }

    /** The outcome of a suite. */
    enum Verdict {
        CAUGHT,
        HELD,
        /** It could not be completed, so nothing is known. */
        BROKEN
    }

    /** @param said its last line */
    record Outcome(Verdict verdict, String said, long seconds) {}

    /** @param patched a folder with classes that replace the product's; null for the unchanged product */
    Outcome run(String name, Suite suite, @Nullable Path patched) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Path home = Files.createDirectories(folder.resolve(name).resolve("run"));
        File log = home.resolve("output.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command(suite, patched))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
            Verdict verdict = ended ? verdict(process.exitValue()) : Verdict.BROKEN;
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            return new Outcome(verdict, ended ? lastLine(log) : "it did not end within " + LONGEST, seconds);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(Suite suite, @Nullable Path patched) {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-cp",
                patched == null ? classPath : patched + File.pathSeparator + classPath,
                Trial.class.getName()));
        command.addAll(suite.arguments(effort));
        return command;
    }

    private static Verdict verdict(int exitValue) {
        return switch (exitValue) {
            case Trial.HELD -> Verdict.HELD;
            case Trial.CAUGHT -> Verdict.CAUGHT;
            default -> Verdict.BROKEN;
        };
    }

    private static String lastLine(File log) throws IOException {
        List<String> lines = Files.readAllLines(log.toPath());
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
