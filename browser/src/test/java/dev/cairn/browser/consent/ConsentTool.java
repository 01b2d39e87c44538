package dev.cairn.browser.consent;

import dev.cairn.browser.harness.Chromium;
import java.util.List;

/** A tool that asks visitors for consent, as it comes from npm, with the recipe that docs/browser.md has for it. */
interface ConsentTool {
    /** In {@link #scripts}, where the recipe has its place. */
    String RECIPE = "recipe.js";

    /** Above the recipe. */
    String heading();

    String npmPackage();

    /** In the order in which a page has them; all but the recipe from the package's folder {@code dist}. */
    List<String> scripts();

    List<String> styles();

    /** What a site writes where the recipe has an ellipsis. */
    String sitesOwn();

    /** Where the tool itself keeps what was decided. */
    String cookie();

    /** Its button for everything, as a selector. */
    String acceptButton();

    /** Its button for nothing that is not needed. */
    String declineButton();

    /** Somebody who agreed before opens the dialog and takes it back. */
    void withdraw(Chromium browser);
}
