package dev.cairn.local.doctor;

import dev.cairn.local.CairnFunctions;
import dev.cairn.local.Function;
import dev.cairn.local.FunctionFactory;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.notice.Notices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The real functions, each of which can be made to fail. */
final class BreakableFunctions implements FunctionFactory {
    private final CairnFunctions real = new CairnFunctions();
    volatile boolean streamRefuses;
    volatile boolean streamHasALaterSchema;
    volatile boolean classifierFails;
    volatile boolean aggregateFails;
    volatile boolean reportFails;

    @Override
    public Function collect(Dependencies given) {
        EventStream stream = entries -> {
            if (streamRefuses) {
                return IntStream.range(0, entries.size()).boxed().collect(Collectors.toSet());
            }
            return given.stream().put(streamHasALaterSchema ? later(entries) : entries);
        };
        return real.collect(new Dependencies(
                given.items(),
                stream,
                given.archive(),
                given.failedBatches(),
                given.secrets(),
                given.clock(),
                given.telemetry()));
    }

    /** As a collector of a later version would write it. */
    private static List<EventStream.Entry> later(List<EventStream.Entry> entries) {
        return entries.stream()
                .map(entry -> new EventStream.Entry(
                        entry.partitionKey(),
                        new String(entry.data(), StandardCharsets.UTF_8)
                                .replaceFirst("\"schema\":\\d+", "\"schema\":999")
                                .getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Override
    public Function classify(Dependencies given) {
        Function function = real.classify(given);
        return (event, answer) -> {
            failIf(classifierFails);
            function.handle(event, answer);
        };
    }

    @Override
    public Function aggregate(Dependencies given, Notices notices) {
        Function function = real.aggregate(given, notices);
        return new Function() {
            @Override
            public void handle(java.io.InputStream event, java.io.OutputStream answer) throws IOException {
                failIf(aggregateFails);
                function.handle(event, answer);
            }

            @Override
            public void end() {
                function.end();
            }
        };
    }

    @Override
    public Function restate(Dependencies given) {
        return real.restate(given);
    }

    @Override
    public Function report(Dependencies given) {
        Function function = real.report(given);
        return (event, answer) -> {
            byte[] text = event.readAllBytes();
            failIf(reportFails && new String(text, StandardCharsets.UTF_8).contains("/overview"));
            function.handle(new java.io.ByteArrayInputStream(text), answer);
        };
    }

    private static void failIf(boolean broken) throws IOException {
        if (broken) {
            throw new IOException("made to fail by a test");
        }
    }
}
