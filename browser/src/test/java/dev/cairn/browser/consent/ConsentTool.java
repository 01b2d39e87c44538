package dev.cairn.browser.consent;

import dev.cairn.browser.harness.Chromium;
import java.util.List;

/** A consent tool from npm, unchanged, with its recipe from docs/browser.md. */
interface ConsentTool {
    /** The place of the recipe in {@link #scripts}. */
    String RECIPE = "recipe.js";

    /** Above the recipe. */
    String heading();

    String npmPackage();

    /** The scripts in page order; all except the recipe come from the package's folder {@code dist}. */
    List<String> scripts();

    List<String> styles();

    /** The site's own code in place of the recipe's ellipsis. */
    String sitesOwn();

    /** The cookie in which the tool itself stores the decision. */
    String cookie();

    /** Selector of its button that accepts everything. */
    String acceptButton();

    /** Selector of its button that accepts only what is necessary. */
    String declineButton();

    /** A visitor who agreed earlier opens the dialog and withdraws consent. */
    void withdraw(Chromium browser);
}
