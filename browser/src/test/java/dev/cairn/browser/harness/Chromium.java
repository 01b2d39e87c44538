package dev.cairn.browser.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with an empty profile that looks like an ordinary browser, and the actions that tests need. */
public final class Chromium implements AutoCloseable {

    /** An ordinary agent: headless Chromium's own agent names it and counts as a crawler's. */
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/156.0.0.0 Safari/537.36";

    private static final List<String> ALWAYS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--autoplay-policy=no-user-gesture-required",
            "--mute-audio",
            "--lang=en",
            "--window-size=1200,800");

    /** Selenium warns that it lacks Java classes for this Chromium's DevTools protocol, which are not used here. */
    private static final Logger NEEDLESS_WARNING = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        NEEDLESS_WARNING.setLevel(Level.OFF);
    }

    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** A person's browser: an ordinary agent, {@code navigator.webdriver} false. */
    public static Chromium ofAPerson() throws IOException {
        return start(List.of("--user-agent=" + AGENT, "--disable-blink-features=AutomationControlled"));
    }

    /** A browser with an ordinary agent, but with {@code navigator.webdriver} true (V3). */
    public static Chromium ofAutomation() throws IOException {
        return start(List.of("--user-agent=" + AGENT));
    }

    private static Chromium start(List<String> more) throws IOException {
        Path profile = Files.createTempDirectory("cairn-browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Programs.browser().toString());
        options.addArguments(ALWAYS);
        options.addArguments(more);
        options.addArguments("--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Programs.driver().toFile())
                .usingAnyFreePort()
                .build();
        service.sendOutputTo(java.io.OutputStream.nullOutputStream());
        return new Chromium(profile, new ChromeDriver(service, options));
    }

    public Chromium open(String address) {
        driver.get(address);
        return this;
    }

    /** Runs a function's body in the page; {@code arguments[0]} is the first of the values. */
    public @Nullable Object script(String body, @Nullable Object... values) {
        return driver.executeScript(body, values);
    }

    /** The same for a body that awaits something; returns its result. */
    public @Nullable Object asyncScript(String body, @Nullable Object... values) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1], given = arguments;" + "(async function () {" + body
                        + "}).apply(null, given).then(done, e => done('' + e));",
                values);
    }

    /** Waits until an expression is true in the page. */
    public Chromium await(String expression) {
        Waiting.until(expression, () -> truth(expression), truth -> truth);
        return this;
    }

    private boolean truth(String expression) {
        try {
            return Boolean.TRUE.equals(driver.executeScript("return !!(" + expression + ")"));
        } catch (JavascriptException notYet) {
            return false;
        }
    }

    /** Waits for the element and returns it. */
    public WebElement find(String css) {
        await("document.querySelector('" + css.replace("'", "\\'") + "')");
        return driver.findElement(By.cssSelector(css));
    }

    public Chromium click(String css) {
        find(css).click();
        return this;
    }

    public Chromium type(String css, String text) {
        find(css).sendKeys(text);
        return this;
    }

    public String text(String css) {
        return Objects.requireNonNullElse(find(css).getText(), "");
    }

    public String address() {
        return Objects.requireNonNullElse(driver.getCurrentUrl(), "");
    }

    public void back() {
        driver.navigate().back();
    }

    /** Opens a tab in the foreground; returns its handle for {@link #switchTo}. */
    public String newTab() {
        driver.switchTo().newWindow(WindowType.TAB);
        return tab();
    }

    public String tab() {
        return driver.getWindowHandle();
    }

    public void switchTo(String tab) {
        driver.switchTo().window(tab);
    }

    /** Closes the current tab and switches to another one, which must exist. */
    public void closeTab() {
        driver.close();
        driver.switchTo().window(driver.getWindowHandles().iterator().next());
    }

    public void resize(int width, int height) {
        driver.manage().window().setSize(new org.openqa.selenium.Dimension(width, height));
    }

    /** Executes a command of the DevTools protocol. */
    public Map<String, Object> devTools(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    /** Adds a script that runs in every page before the page's own scripts. */
    public void beforeEachPage(String script) {
        devTools("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** Objects to sale and sharing by Global Privacy Control, both in the page and in each request. */
    public void globalPrivacyControl() {
        beforeEachPage("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        devTools("Network.enable", Map.of());
        devTools("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Sec-GPC", "1")));
    }

    /** Disconnects the machine from the network, or reconnects it. */
    public void offline(boolean offline) {
        devTools("Network.enable", Map.of());
        devTools(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Everything stored for the current page; must be empty without consent. */
    public Stored stored() {
        Object kept = asyncScript("""
                const entries = area => Object.fromEntries(Object.keys(area).map(key => [key, area.getItem(key)]));
                return {local: entries(localStorage), session: entries(sessionStorage),
                        databases: (await indexedDB.databases()).map(each => each.name),
                        caches: window.caches ? await caches.keys() : []};
                """);
        Map<?, ?> areas = (Map<?, ?>) Objects.requireNonNull(kept);
        return new Stored(cookies(), texts(areas.get("local")), texts(areas.get("session")), names(areas));
    }

    /** All cookies of the profile, of every site. */
    private Map<String, String> cookies() {
        Map<String, String> cookies = new HashMap<>();
        for (Object each : (List<?>)
                Objects.requireNonNull(devTools("Storage.getCookies", Map.of()).get("cookies"))) {
            Map<?, ?> cookie = (Map<?, ?>) each;
            cookies.put(cookie.get("name") + " of " + cookie.get("domain"), String.valueOf(cookie.get("value")));
        }
        return cookies;
    }

    private static List<String> names(Map<?, ?> areas) {
        List<String> names = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(areas.get("databases"))).forEach(each -> names.add(String.valueOf(each)));
        ((List<?>) Objects.requireNonNull(areas.get("caches"))).forEach(each -> names.add(String.valueOf(each)));
        return names;
    }

    private static Map<String, String> texts(@Nullable Object area) {
        Map<String, String> texts = new HashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(area))
                .forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }

    /** Console errors since the previous call, including failed requests. */
    public List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Everything on the console since the previous call. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Writes a screenshot of the window. */
    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** For actions that this class does not offer. */
    public ChromeDriver driver() {
        return driver;
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(Chromium::deleteIfPossible);
        }
    }

    /** Chromium may still be tidying up its own profile. */
    private static void deleteIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stillInUse) {
            file.toFile().deleteOnExit();
        }
    }
}
