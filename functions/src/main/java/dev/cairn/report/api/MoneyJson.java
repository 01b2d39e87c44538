package dev.cairn.report.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

/** Writes money by currency: decimal strings with as many digits as ISO 4217 gives the currency, never JSON numbers. */
public final class MoneyJson {
    /** Digits of an amount whose currency has none of its own. */
    private static final int MONEY_DIGITS = 4;

    private MoneyJson() {}

    public static ArrayNode json(Map<String, BigDecimal> byCurrency) {
        ArrayNode amounts = JsonNodeFactory.instance.arrayNode();
        new TreeMap<>(byCurrency)
                .forEach((currency, amount) -> amounts.addObject()
                        .put("amount", text(amount, currency))
                        .put("currency", currency));
        return amounts;
    }

    /** Amounts divided by a number that is not 0, rounded half up to the digits of their currency. */
    public static ArrayNode shares(Map<String, BigDecimal> byCurrency, long number) {
        Map<String, BigDecimal> shares = new TreeMap<>();
        byCurrency.forEach((currency, amount) -> shares.put(
                currency,
                amount.divide(
                        BigDecimal.valueOf(number),
                        digits(currency) < 0 ? MONEY_DIGITS : digits(currency),
                        RoundingMode.HALF_UP)));
        return json(shares);
    }

    /** An amount with the digits of its currency. */
    public static String text(BigDecimal amount, String currency) {
        int digits = digits(currency);
        return (digits < 0 ? amount : amount.setScale(digits, RoundingMode.HALF_UP)).toPlainString();
    }

    /** Negative when the number of digits is undefined: gold has none, and a currency may be newer than the JDK. */
    public static int digits(String currency) {
        try {
            return Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException unknown) {
            return -1;
        }
    }
}
