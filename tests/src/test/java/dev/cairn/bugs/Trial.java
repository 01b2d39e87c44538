package dev.cairn.bugs;

import dev.cairn.simulation.Search;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs one suite in its own process, whose class path may begin with a bug. Exits with {@link #HELD} if all tests
 * passed, with {@link #CAUGHT} if a fault was found, which its last line describes, and with anything else if the suite
 * could not be run.
 */
final class Trial {
    static final int HELD = 0;
    static final int CAUGHT = 10;
    private static final int BROKEN = 20;

    private Trial() {}

    public static void main(String[] arguments) {
        Optional<String> found;
        try {
            found = arguments[0].equals("simulation")
                    ? Search.firstFailing(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
                    : failing(arguments[1]);
        } catch (Throwable broken) {
            broken.printStackTrace(System.out);
            System.exit(BROKEN);
            return;
        }
        found.ifPresent(System.out::println);
        System.out.flush();
        System.exit(found.isPresent() ? CAUGHT : HELD);
    }

    private static Optional<String> failing(String testClass) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(testClass))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener, new EndAtFirstFailure());
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTestsSucceededCount() + summary.getTestsFailedCount() == 0) {
            summary.printTo(new PrintWriter(System.out, true));
            throw new IllegalStateException("no test of " + testClass + " was run");
        }
        List<TestExecutionSummary.Failure> failures = summary.getFailures();
        failures.forEach(failure -> Search.refuseUnlinked(failure.getException()));
        return failures.stream().findFirst().map(failure -> describe(failure.getTestIdentifier()));
    }

    /** One failing test is enough, so the others need not be run. */
    private static final class EndAtFirstFailure implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                boolean linked = isLinked(result.getThrowable().orElse(null));
                System.out.println(describe(test));
                System.out.flush();
                System.exit(linked ? CAUGHT : BROKEN);
            }
        }

        private static boolean isLinked(@Nullable Throwable failure) {
            try {
                Search.refuseUnlinked(failure);
                return true;
            } catch (IllegalStateException unlinked) {
                unlinked.printStackTrace(System.out);
                return false;
            }
        }
    }

    private static String describe(TestIdentifier test) {
        return testOf(test) + " " + test.getLegacyReportingName();
    }

    private static String testOf(TestIdentifier test) {
        String id = test.getUniqueId();
        String[] parts = id.replaceAll(".*\\[class:([^]]*)].*", "$1").split("\\.");
        return parts[parts.length - 1];
    }
}
