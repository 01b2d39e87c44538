package dev.cairn.browser.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The fixture of one browser test, new for each: its own site in the shared {@linkplain Cairn system}, a customer's web
 * server whose origin that site allows, a network between the two, and a browser that is started on first use.
 *
 * <p>{@code @RegisterExtension final Stage stage = new Stage();} A test that fails leaves a picture of each window in
 * {@code target/screenshots}. A test fails if a page writes an error to the console that the test did not declare as
 * expected.
 */
public final class BrowserFixture implements BeforeEachCallback, AfterEachCallback {
    /** Set by {@code tests/browser}: a plain build runs no browser. */
    static final String ENABLED = "cairn.browser";

    private static boolean said;

    private final List<String> siteLines;
    private final List<Chromium> browsers = new ArrayList<>();
    private final List<String> expectedErrors = new ArrayList<>();
    private @Nullable Cairn cairn;
    private @Nullable PageServer pages;
    private @Nullable Network network;
    private @Nullable Site site;
    private @Nullable Chromium browser;

    /** @param siteLines further lines of the site in the plan, such as {@code key_pages: ["/price*"]} */
    public BrowserFixture(String... siteLines) {
        this.siteLines = List.of(siteLines);
    }

    public Cairn cairn() {
        return there(cairn);
    }

    public PageServer pages() {
        return there(pages);
    }

    public Network network() {
        return there(network);
    }

    public Site site() {
        return there(site);
    }

    /** The snippet of this test's site, loaded through its network: {@code snippet("data-consent=granted")}. */
    public String snippet(String... attributes) {
        return "<script defer src=\"%s/cairn.js\" data-site=\"%s\" %s></script>"
                .formatted(network().origin(), site().id(), String.join(" ", attributes));
    }

    /** A person's browser. */
    public Chromium browser() throws IOException {
        if (browser == null) {
            browser = another(Chromium.ofAPerson());
        }
        return browser;
    }

    /** Starts another browser, which is closed after the test. */
    public Chromium another(Chromium started) {
        browsers.add(started);
        return started;
    }

    /** Declares console errors that contain this text as expected in this test. */
    public BrowserFixture expectingErrors(String part) {
        expectedErrors.add(part);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        whyNot().ifPresent(reason -> {
            throw new TestAbortedException(reason);
        });
        cairn = Cairn.shared();
        pages = new PageServer();
        network = new Network(cairn);
        site = cairn.addSite(List.of(pages.origin()), siteLines);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (context.getExecutionException().isPresent()) {
                takePictures(context);
            } else if (cairn != null) {
                assertThatConsolesAreClean();
            }
        } finally {
            close();
        }
    }

    private void assertThatConsolesAreClean() {
        for (Chromium each : browsers) {
            List<String> errors = each.consoleErrors().stream()
                    .filter(error -> expectedErrors.stream().noneMatch(error::contains))
                    .toList();
            Assertions.assertThat(errors).as("errors on the console").isEmpty();
        }
    }

    private void takePictures(ExtensionContext context) {
        for (int i = 0; i < browsers.size(); i++) {
            String name = context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName();
            Path file = Path.of("screenshots", name + (i == 0 ? "" : "." + i) + ".png");
            try {
                browsers.get(i).screenshot(file);
                System.out.println("    console: " + browsers.get(i).console());
            } catch (IOException | RuntimeException e) {
                System.out.println("    no picture of " + name + ": " + e.getMessage());
            }
        }
        if (network != null) {
            System.out.println("    sent: " + network.names());
        }
    }

    private void close() throws IOException {
        for (Chromium each : browsers) {
            each.close();
        }
        if (network != null) {
            network.close();
        }
        if (pages != null) {
            pages.close();
        }
    }

    private static Optional<String> whyNot() {
        Optional<String> reason = Boolean.getBoolean(ENABLED)
                ? Programs.missing()
                : Optional.of("tests in a browser are run by tests/browser, not by a plain build");
        reason.filter(each -> !said).ifPresent(each -> System.out.println("SKIPPED: " + each));
        said |= reason.isPresent();
        return reason;
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("asked for before the test began");
        }
        return part;
    }
}
