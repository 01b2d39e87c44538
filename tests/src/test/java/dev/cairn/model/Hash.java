package dev.cairn.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SHA-256, where the rules use it for ordering. */
final class Hash {

    private Hash() {}

    /** The first 8 bytes, compared as unsigned. */
    static long first8(String text) {
        return first8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of all parts, each preceded by its length in bytes (4 bytes, -1 for null). */
    static long first8(List<@Nullable String> parts) {
        int size = parts.stream()
                .mapToInt(part -> 4 + (part == null ? 0 : part.getBytes(StandardCharsets.UTF_8).length))
                .sum();
        ByteBuffer joined = ByteBuffer.allocate(size);
        for (String part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            joined.putInt(part == null ? -1 : bytes.length).put(bytes);
        }
        return first8(joined.array());
    }

    /** The first 8 bytes as base64url: the id of a delivery. */
    static String text(String text) {
        byte[] bytes = ByteBuffer.allocate(8).putLong(first8(text)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static long first8(byte[] data) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(data))
                    .getLong();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
