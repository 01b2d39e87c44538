package dev.cairn.browser;

import dev.cairn.browser.harness.Programs;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The command {@code tests/browser}: runs all tests of this module, or the named ones, and prints the outcome of each.
 */
public final class BrowserTests {

    private BrowserTests() {}

    /** @param names {@code Class} or {@code Class#method}, within this package; none for all */
    public static void main(String[] names) {
        Programs.missing().ifPresent(reason -> {
            System.out.println("SKIPPED: " + reason);
            System.exit(0);
        });
        System.setProperty("cairn.browser", "true");
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors(names))
                .filters(ClassNameFilter.includeClassNamePatterns(".*Test"))
                .build();
        Launcher launcher = LauncherFactory.create();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        launcher.execute(request, listener, new Progress());
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true), 12);
        System.out.printf(
                "%d passed, %d failed, %d skipped%n",
                summary.getTestsSucceededCount(), summary.getTestsFailedCount(), summary.getTestsAbortedCount());
        boolean fine = summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
        System.exit(fine ? 0 : 1);
    }

    private static List<? extends DiscoverySelector> selectors(String[] names) {
        String here = BrowserTests.class.getPackageName();
        if (names.length == 0) {
            return List.of(DiscoverySelectors.selectPackage(here));
        }
        return Arrays.stream(names)
                .map(name -> here + "." + name)
                .flatMap(name -> name.contains("#")
                        ? methods(name.substring(0, name.indexOf('#')), name.substring(name.indexOf('#') + 1))
                        : Stream.of(DiscoverySelectors.selectClass(name)))
                .toList();
    }

    /** By the name alone, whatever parameters the method has; one that does not exist fails, with its name. */
    private static Stream<DiscoverySelector> methods(String className, String name) {
        List<DiscoverySelector> found = ReflectionSupport.tryToLoadClass(className)
                .toOptional()
                .map(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(name))
                        .<DiscoverySelector>map(method -> DiscoverySelectors.selectMethod(type, method))
                        .toList())
                .orElse(List.of());
        return found.isEmpty() ? Stream.of(DiscoverySelectors.selectMethod(className + "#" + name)) : found.stream();
    }

    /** A line for each test. */
    private static final class Progress implements TestExecutionListener {
        private final Map<String, Long> begun = new ConcurrentHashMap<>();

        @Override
        public void executionStarted(TestIdentifier test) {
            begun.put(test.getUniqueId(), System.nanoTime());
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (!test.isTest()) {
                return;
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun.getOrDefault(test.getUniqueId(), 0L));
            System.out.printf(
                    "  %-10s %5.1f s  %s%s%n",
                    result.getStatus().name().toLowerCase(),
                    took.toMillis() / 1000.0,
                    test.getDisplayName(),
                    whyNot(result));
        }

        /** A skipped test gives the reason. */
        private static String whyNot(TestExecutionResult result) {
            return result.getStatus() == TestExecutionResult.Status.ABORTED
                    ? result.getThrowable()
                            .map(reason -> ": " + reason.getMessage())
                            .orElse("")
                    : "";
        }
    }
}
