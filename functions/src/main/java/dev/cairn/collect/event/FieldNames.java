package dev.cairn.collect.event;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one level of a body. Finds the field that an unknown name was probably meant to be. */
enum FieldNames {
    BODY(
            Set.of("site", "sent_at", "visitor", "user", "user_signature", "consent", "context", "events"),
            Map.of("siteid", "site", "visitorid", "visitor", "userid", "user")),
    EVENT(
            Set.of(
                    "id",
                    "name",
                    "at",
                    "seq",
                    "url",
                    "referrer",
                    "props",
                    "value",
                    "order_id",
                    "type",
                    "visitor",
                    "user",
                    "consent",
                    "context"),
            Map.ofEntries(
                    Map.entry("event", "name"),
                    Map.entry("eventname", "name"),
                    Map.entry("eventid", "id"),
                    Map.entry("messageid", "id"),
                    Map.entry("timestamp", "at"),
                    Map.entry("time", "at"),
                    Map.entry("ts", "at"),
                    Map.entry("properties", "props"),
                    Map.entry("params", "props"),
                    Map.entry("transactionid", "order_id"),
                    Map.entry("amount", "value"),
                    Map.entry("currency", "value"),
                    Map.entry("visitorid", "visitor"),
                    Map.entry("userid", "user"))),
    CONTEXT(
            Set.of("url", "referrer", "webdriver", "ip", "user_agent"),
            Map.of("page", "url", "ipaddress", "ip", "ua", "user_agent")),
    CONSENT(Set.of("analytics", "ads"), Map.of("marketing", "ads", "statistics", "analytics")),
    VALUE(Set.of("amount", "currency"), Map.of("price", "amount", "total", "amount"));

    private static final int LONGEST = 24;

    private final Set<String> fields;
    private final Map<String, String> synonyms;

    FieldNames(Set<String> fields, Map<String, String> synonyms) {
        this.fields = fields;
        this.synonyms = synonyms;
    }

    /** The field that an unknown name was probably meant to be; empty for a known field, or if none is similar. */
    Optional<String> meantBy(String name) {
        if (fields.contains(name) || name.length() > LONGEST || !name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            return Optional.empty();
        }
        String plain = plain(name);
        String synonym = synonyms.get(plain);
        return synonym != null
                ? Optional.of(synonym)
                : fields.stream()
                        .filter(field -> isNear(plain, plain(field)))
                        .sorted()
                        .findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Equal except for one letter (two in long names) that is missing, extra, wrong or swapped with its neighbour. */
    private static boolean isNear(String name, String field) {
        int most = field.length() > 7 ? 2 : field.length() > 3 ? 1 : 0;
        return Math.abs(name.length() - field.length()) <= most && distance(name, field) <= most;
    }

    /** The Damerau-Levenshtein distance, with adjacent letters swapped at most once. */
    private static int distance(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int best = Math.min(edits[i - 1][j - 1] + changed, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
            }
        }
        return edits[one.length()][other.length()];
    }
}
