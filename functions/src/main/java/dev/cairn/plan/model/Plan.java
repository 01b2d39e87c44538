package dev.cairn.plan.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * One version of the plan, parsed and resolved.
 *
 * @param version 1, 2, 3, …; 0 is the plan before the first version was saved
 * @param since when it was saved; it tags the events received from then on. {@link Instant#EPOCH} for version 0
 * @param source the document as saved (YAML or JSON)
 * @param sites by id, each with the goals and funnels that apply to it
 */
public record Plan(int version, Instant since, String source, Map<String, Site> sites) {

    /** Returns the entity tag of this version, including quotes. */
    public String etag() {
        return etag(version, source);
    }

    public static String etag(int version, String source) {
        return "\"v" + version + "-" + sha256(source).substring(0, 16) + '"';
    }

    public static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
