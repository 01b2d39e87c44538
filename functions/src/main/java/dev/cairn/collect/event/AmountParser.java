package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.text.RequestLimits;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses monetary amounts as decimals: a string of digits with at most one point, or a JSON number. Never negative. */
final class AmountParser {
    /** Amounts must be below 10^12 in any currency; a larger one is a mistake and would distort the day's total. */
    private static final BigDecimal LIMIT = new BigDecimal("1000000000000");

    private static final int SCALE = 30;

    /** ISO 4217 codes, except those that are not payment currencies (metals, test codes, "none"). */
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private AmountParser() {}

    static Optional<BigDecimal> tryParse(JsonNode amount) {
        if (amount.isNumber()) {
            return inRange(amount.decimalValue());
        }
        return amount.isTextual() && isPlain(amount.textValue())
                ? inRange(new BigDecimal(amount.textValue()))
                : Optional.empty();
    }

    static boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }

    private static Optional<BigDecimal> inRange(BigDecimal amount) {
        boolean inRange = amount.signum() >= 0 && amount.compareTo(LIMIT) < 0 && amount.scale() <= SCALE;
        return inRange ? Optional.of(amount.scale() < 0 ? amount.setScale(0) : amount) : Optional.empty();
    }

    /** Digits, optionally with a point and more digits: {@code 12}, {@code 12.50}. */
    private static boolean isPlain(String text) {
        int point = text.indexOf('.');
        return text.length() <= RequestLimits.NUMBER_CHARACTERS
                && (point < 0
                        ? isDigits(text)
                        : isDigits(text.substring(0, point)) && isDigits(text.substring(point + 1)));
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
