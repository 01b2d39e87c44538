package dev.cairn.browser.consent;

/** Klaro with its recipe (B3). */
class KlaroTest extends ConsentToolContract {

    KlaroTest() {
        super(new Klaro());
    }
}
