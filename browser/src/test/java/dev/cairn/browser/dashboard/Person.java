package dev.cairn.browser.dashboard;

import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What somebody does in a page: finds what is to be seen by its words, clicks, types, and walks with the keys. */
final class Person {
    /** What can be used now: nothing hidden or folded away, and nothing behind an open dialog. */
    private static final String AROUND = """
            const around = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
            const seen = each => each.checkVisibility();
            """;

    private final Chromium browser;

    Person(Chromium browser) {
        this.browser = browser;
    }

    /** Clicks a button, a link or a fold whose text begins like this, as soon as it is there. */
    Person clicks(String text) {
        element("button, a, summary, label", text).click();
        return this;
    }

    /** Replaces what is in the field with this label. */
    Person types(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** Chooses the entry of a list by its text. */
    Person chooses(String label, String entry) {
        WebElement list = field(label);
        list.findElements(By.tagName("option")).stream()
                .filter(each -> each.getText().equals(entry))
                .findFirst()
                .orElseThrow(() -> new AssertionError(label + " has no " + entry + ": " + list.getText()))
                .click();
        return this;
    }

    Person presses(CharSequence... keys) {
        browser.driver().switchTo().activeElement().sendKeys(keys);
        return this;
    }

    /** Waits until the page has this text. */
    Person sees(String text) {
        browser.await("document.body.innerText.includes(" + dev.cairn.store.Json.write(text) + ")");
        return this;
    }

    String text() {
        return Objects.requireNonNullElse(browser.find("body").getText(), "");
    }

    /** The label of the focused field, or the text of what else is focused; empty if nothing is. */
    String focus() {
        return String.valueOf(browser.script("""
                const now = document.activeElement;
                return now === document.body ? '' : now.labels?.[0]?.textContent.trim() || now.textContent.trim().split('\\n')[0]
                    || now.getAttribute('aria-label') || now.tagName;
                """));
    }

    /** What is said to be wrong beside the field with this label; empty if nothing is. */
    String wrongWith(String label) {
        return String.valueOf(browser.script(AROUND + """
                const label = [...around().querySelectorAll('.editor-label')]
                    .find(each => seen(each) && each.textContent.trim() === arguments[0]);
                return label?.parentElement.querySelector(':scope > .wrong')?.textContent ?? 'no such field';
                """, label));
    }

    /** Goes on with the tab key until something with this text is focused. */
    Person tabsTo(String text) {
        for (int i = 0; i < 200; i++) {
            presses(Keys.TAB);
            if (focus().startsWith(text)) {
                return this;
            }
        }
        throw new AssertionError(text + " is not reached by the tab key");
    }

    private WebElement field(String label) {
        return found("the field " + label, """
                const label = [...around().querySelectorAll('label')]
                    .find(each => seen(each) && each.textContent.trim() === arguments[0]);
                return label ? label.control : null;
                """, label, "");
    }

    private WebElement element(String css, String text) {
        return found(text, """
                return [...around().querySelectorAll(arguments[1])]
                    .find(each => seen(each) && each.textContent.trim().startsWith(arguments[0])) ?? null;
                """, text, css);
    }

    private WebElement found(String what, String script, String text, String css) {
        return (WebElement) Objects.requireNonNull(Waiting.until(
                        what,
                        () -> java.util.Optional.ofNullable(browser.script(AROUND + script, text, css)),
                        java.util.Optional::isPresent)
                .orElse(null));
    }
}
