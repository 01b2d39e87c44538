package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.HttpRequest;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Marks where the next page begins: at a day and key rather than a row number, so that no row is skipped when another
 * is added or removed between two requests. A cursor is valid for one query only and grants no access beyond it.
 *
 * @param question hash of the query that the cursor belongs to
 * @param section the response's section, counted from 0; all sections before it are complete
 */
public record PageCursor(String question, int section, String date, String key) {
    public static final String PARAMETER = "cursor";

    static PageCursor start(HttpRequest request) {
        return new PageCursor(question(request), 0, "", "");
    }

    PageCursor at(int inSection, TableResponse.Row row) {
        return new PageCursor(question, inSection, row.date(), row.key());
    }

    /** Whether a row is on this page or a later one. */
    boolean admits(int inSection, TableResponse.Row row) {
        if (inSection != section) {
            return inSection > section;
        }
        int byDate = row.date().compareTo(date);
        return byDate > 0 || (byDate == 0 && row.key().compareTo(key) >= 0);
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(this).getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when the text is not a valid cursor or belongs to another query. */
    static Optional<PageCursor> read(String text, HttpRequest request) {
        try {
            String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            JsonNode node = Json.read(json, JsonNode.class);
            if (!node.path("question").asText().equals(question(request))) {
                return Optional.empty();
            }
            return Optional.of(new PageCursor(
                    node.path("question").asText(),
                    node.path("section").asInt(),
                    node.path("date").asText(),
                    node.path("key").asText()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** JSON and CSV of one query have the same rows, so a cursor is valid for both. */
    private static String question(HttpRequest request) {
        TreeMap<String, String> parameters = new TreeMap<>(request.query());
        parameters.remove(PARAMETER);
        parameters.remove("format");
        parameters.remove(ReadAccess.SHARE);
        return Hashes.text(request.path() + Json.write(parameters));
    }
}
