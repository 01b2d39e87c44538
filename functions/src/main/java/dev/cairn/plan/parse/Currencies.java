package dev.cairn.plan.parse;

import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Suggestions;
import java.util.Currency;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The allowed currencies: ISO 4217 codes with a defined number of decimals, which excludes precious metals and test
 * codes.
 */
final class Currencies {
    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toCollection(TreeSet::new));

    private Currencies() {}

    static void check(String code, String path, PlanErrors faults) {
        if (!CODES.contains(code)) {
            faults.add(path, Suggestions.quoted(code) + " is not a currency; use an ISO 4217 code, such as EUR");
        }
    }
}
