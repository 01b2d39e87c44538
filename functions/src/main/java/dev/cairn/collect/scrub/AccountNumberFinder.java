package dev.cairn.collect.scrub;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds payment card numbers (Luhn, ISO/IEC 7812-1) and IBANs (mod 97, ISO 13616), grouped or not. */
public final class AccountNumberFinder {
    private static final int CARD_SHORTEST = 13;
    private static final int CARD_LONGEST = 19;
    /** Shorter numbers are more likely to be article numbers (EAN-13, GTIN-14) than card numbers. */
    private static final int PAYMENT_CARD_SHORTEST = 15;

    private static final String CARD_SEPARATORS = " -._/,:*|";
    private static final int SEPARATORS_AT_ONCE = 3;
    /** The group sizes of 16 to 19 digits, of American Express and of Diners Club. */
    private static final Pattern PRINTED_GROUPS = Pattern.compile("4444[1-3]?|465|464");

    private static final int IBAN_SHORTEST = 15;
    private static final int IBAN_LONGEST = 34;
    private static final int IBAN_MODULUS = 97;

    private AccountNumberFinder() {}

    static String cards(String text) {
        return replaced(text, AccountNumberFinder::isDigit, (whole, start) -> cardEnd(whole, start, CARD_SHORTEST));
    }

    static String ibans(String text) {
        return text.length() < IBAN_SHORTEST
                ? text
                : replaced(text, AccountNumberFinder::isLetterOrDigit, AccountNumberFinder::ibanEnd);
    }

    /** Whether the text contains a payment card number, according to its length, first digit and check digit. */
    public static boolean hasPaymentCard(String text) {
        Finder finder = (whole, start) ->
                "23456".indexOf(whole.charAt(start)) < 0 ? start : cardEnd(whole, start, PAYMENT_CARD_SHORTEST);
        return !replaced(text, AccountNumberFinder::isDigit, finder).equals(text);
    }

    /** Whether the text is a payment card number and nothing else. */
    public static boolean isPaymentCard(String text) {
        return text.chars().allMatch(c -> isDigit(c) || c == '-') && hasPaymentCard(text);
    }

    @FunctionalInterface
    private interface Finder {
        /** The end of the number that starts here; {@code start} if none does. Reads a bounded number of characters. */
        int end(String text, int start);
    }

    @FunctionalInterface
    private interface Member {
        boolean test(int c);
    }

    /** Tries the finder at the start of each run of members. */
    private static String replaced(String text, Member member, Finder finder) {
        StringBuilder replaced = new StringBuilder(text.length());
        boolean inRun = false;
        int i = 0;
        while (i < text.length()) {
            boolean starts = !inRun && member.test(text.charAt(i));
            int end = starts ? finder.end(text, i) : i;
            if (end > i) {
                replaced.append(Redactor.REDACTED);
                i = end;
                inRun = false;
            } else {
                inRun = member.test(text.charAt(i));
                replaced.append(text.charAt(i++));
            }
        }
        return replaced.toString();
    }

    /**
     * The end of the longest run of whole digit groups that is a card number. Any groups may be separated by one space
     * or dash; other or longer separators are allowed only between groups of the sizes printed on cards.
     */
    private static int cardEnd(String text, int start, int shortest) {
        StringBuilder digits = new StringBuilder();
        StringBuilder groups = new StringBuilder();
        boolean usual = true;
        int found = start;
        int group = 0;
        int i = start;
        while (digits.length() <= CARD_LONGEST && i < text.length() && isDigit(text.charAt(i))) {
            digits.append(text.charAt(i++));
            group++;
            if (i < text.length() && isDigit(text.charAt(i))) {
                continue;
            }
            groups.append(Math.min(group, 9));
            group = 0;
            boolean grouped = usual || PRINTED_GROUPS.matcher(groups).matches();
            if (grouped && digits.length() >= shortest && digits.length() <= CARD_LONGEST && luhn(digits)) {
                found = i;
            }
            int next = afterSeparators(text, i);
            usual &= next == i || (next == i + 1 && isSeparator(text.charAt(i)));
            i = next;
        }
        return found;
    }

    private static int afterSeparators(String text, int start) {
        int end = start;
        while (end < text.length()
                && end - start < SEPARATORS_AT_ONCE
                && CARD_SEPARATORS.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static int ibanEnd(String text, int start) {
        StringBuilder characters = new StringBuilder();
        int found = start;
        int i = start;
        while (characters.length() < IBAN_LONGEST && i < text.length() && isLetterOrDigit(text.charAt(i))) {
            characters.append(text.charAt(i++));
            if (characters.length() == 4 && !startsLikeIban(characters)) {
                return start;
            }
            boolean groupEnds = i == text.length() || !isLetterOrDigit(text.charAt(i));
            if (groupEnds && characters.length() >= IBAN_SHORTEST && mod97(characters)) {
                found = i;
            }
            if (groupEnds && i < text.length() && isSeparator(text.charAt(i))) {
                i++;
            }
        }
        return found;
    }

    private static boolean startsLikeIban(CharSequence text) {
        return Character.isLetter(text.charAt(0))
                && Character.isLetter(text.charAt(1))
                && isDigit(text.charAt(2))
                && isDigit(text.charAt(3));
    }

    private static boolean luhn(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    private static boolean mod97(CharSequence iban) {
        String upper = iban.toString().toUpperCase(Locale.ROOT);
        StringBuilder number = new StringBuilder();
        (upper.substring(4) + upper.substring(0, 4)).chars().forEach(c -> number.append(Character.digit(c, 36)));
        return new BigInteger(number.toString())
                        .mod(BigInteger.valueOf(IBAN_MODULUS))
                        .intValue()
                == 1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-';
    }
}
