package dev.cairn.collect.scrub;

import dev.cairn.plan.model.Site;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Scrubs text before it is stored (I5). Removes the fragment, the userinfo and every unlisted query parameter from
 * URLs, wherever they occur; then redacts private data, even if it is percent-encoded. Idempotent; takes linear time.
 */
public final class PiiScrubber {
    private static final int ROUNDS = 4;
    /** Shorter text that consists of letters and underscores cannot contain anything to redact. */
    private static final int PLAIN_CHARACTERS = 32;

    private final UrlScrubber addresses;

    /** @param ads whether click ids may be kept (I2) */
    public PiiScrubber(Site site, boolean ads) {
        addresses = new UrlScrubber(site, ads);
    }

    public String text(String text) {
        return isPlain(text) ? text : untilStable(text, this::once);
    }

    /** Scrubs a page's URL; empty unless it is an http or https URL. The caller limits its length. */
    public Optional<String> page(String sent) {
        String stripped = sent.strip();
        return UrlScrubber.isPage(stripped)
                ? Optional.of(untilStable(
                                stripped, page -> addresses.scrub(page).strip()))
                        .filter(UrlScrubber::isPage)
                : Optional.empty();
    }

    /** Repeats until nothing changes: a redaction may expose the text next to it. */
    private static String untilStable(String text, UnaryOperator<String> once) {
        String before = text;
        for (int round = 0; round < ROUNDS; round++) {
            String after = once.apply(before);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
        return Redactor.REDACTED;
    }

    /** First redacts what may contain spaces, then scrubs each URL and redacts the text between them. */
    private String once(String sent) {
        String text = Lookalikes.redacted(
                sent, each -> PhoneNumberFinder.redact(AccountNumberFinder.cards(AccountNumberFinder.ibans(each))));
        StringBuilder scrubbed = new StringBuilder(text.length());
        StringBuilder between = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int start = i;
            boolean word = isWord(text.charAt(i));
            while (i < text.length() && isWord(text.charAt(i)) == word) {
                i++;
            }
            String run = text.substring(start, i);
            if (word && UrlScrubber.looksLikeAddress(run)) {
                scrubbed.append(Redactor.redact(between.toString())).append(addresses.scrub(run));
                between.setLength(0);
            } else {
                between.append(PercentEncoding.hides(run) ? Redactor.REDACTED : run);
            }
        }
        return scrubbed.append(Redactor.redact(between.toString())).toString();
    }

    private static boolean isPlain(String text) {
        return text.length() < PLAIN_CHARACTERS && text.chars().allMatch(c -> c == '_' || Character.isLetter(c));
    }

    private static boolean isWord(char c) {
        return !Character.isWhitespace(c) && "\"<>()".indexOf(c) < 0;
    }
}
