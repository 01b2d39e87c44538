package dev.cairn.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Secrets Manager: secrets are created once for a data folder, in a file readable only by its owner. An
 * admin key passed at startup applies to that run.
 */
public record LocalSecrets(byte[] master, String adminKey, String edge) implements Secrets {
    private static final int BYTES = 32;
    private static final String REPAIR =
            "Restore a copy of it; if there is none, delete it: Cairn then makes a new admin"
                    + " key and a new master secret, under which visitors known so far are new ones.";

    /** Without an edge secret. */
    static LocalSecrets load(@Nullable Path file, @Nullable String adminKey) throws IOException {
        return load(file, adminKey, "");
    }

    /** @param file null to keep the secrets only while this process runs */
    static LocalSecrets load(@Nullable Path file, @Nullable String adminKey, String edge) throws IOException {
        LocalSecrets kept = file != null && Files.exists(file) ? read(file) : fresh();
        if (file != null && !(Files.exists(file) && ChecksummedFile.isSealed(file))) {
            write(kept, file);
        }
        return new LocalSecrets(kept.master, adminKey == null ? kept.adminKey : adminKey, edge);
    }

    private static LocalSecrets fresh() {
        return new LocalSecrets(random().getBytes(StandardCharsets.UTF_8), "cairn_admin_" + random(), "");
    }

    /** Text, because Secrets Manager stores text: containers that ask it for the master secret get the same bytes. */
    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static LocalSecrets read(Path file) throws IOException {
        JsonNode json;
        try {
            json = Json.read(text(file), JsonNode.class);
        } catch (IllegalArgumentException notJson) {
            throw new IOException("the file " + file + " is damaged: it is not JSON. " + REPAIR, notJson);
        }
        if (!json.path("master").isTextual() || !json.path("admin_key").isTextual()) {
            throw new IOException("the file " + file + " is damaged: it has no secrets. " + REPAIR);
        }
        return new LocalSecrets(
                json.path("master").asText().getBytes(StandardCharsets.UTF_8),
                json.path("admin_key").asText(),
                "");
    }

    private static String text(Path file) throws IOException {
        try {
            return ChecksummedFile.read(file);
        } catch (ChecksummedFile.DamagedException damaged) {
            throw new IOException(damaged.getMessage() + ". " + REPAIR, damaged);
        }
    }

    private static void write(LocalSecrets secrets, Path file) throws IOException {
        String json = Json.MAPPER
                .createObjectNode()
                .put("master", new String(secrets.master, StandardCharsets.UTF_8))
                .put("admin_key", secrets.adminKey)
                .toString();
        PrivateFile.write(file, json);
    }
}
