package dev.cairn.report.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

/** Writes amounts by currency: decimal strings with the currency's ISO 4217 decimals, never JSON numbers. */
public final class MoneyJson {
    /** Decimals of a divided amount when the currency's number of decimals is undefined. */
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

    /** Amounts divided by a non-zero number, rounded half up to their currency's decimals. */
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

    /** An amount with its currency's decimals. */
    public static String text(BigDecimal amount, String currency) {
        int digits = digits(currency);
        return (digits < 0 ? amount : amount.setScale(digits, RoundingMode.HALF_UP)).toPlainString();
    }

    /**
     * The currency's number of decimals; negative when undefined, as for gold and for currencies newer than the JDK.
     */
    public static int digits(String currency) {
        try {
            return Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException unknown) {
            return -1;
        }
    }
}
