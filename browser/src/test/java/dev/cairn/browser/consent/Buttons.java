package dev.cairn.browser.consent;

import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;

/** Buttons of dialogs that slide in: a button exists before a click reaches it. */
final class Buttons {

    private Buttons() {}

    /** Clicks like a person, as soon as a click reaches the button. */
    static void click(Chromium browser, String css) {
        Waiting.until("a click on " + css, () -> clicked(browser, css), clicked -> clicked);
    }

    private static boolean clicked(Chromium browser, String css) {
        try {
            browser.driver().findElement(By.cssSelector(css)).click();
            return true;
        } catch (WebDriverException notYet) {
            return false;
        }
    }

    /** Whether it is visible. */
    static boolean shown(Chromium browser, String css) {
        return browser.driver().findElements(By.cssSelector(css)).stream()
                .anyMatch(each -> each.isDisplayed() && each.isEnabled());
    }
}
