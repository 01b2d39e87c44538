package dev.cairn.store;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventOrderKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** SHA-256 hashes, truncated to the length each purpose needs. */
public final class Hashes {
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private Hashes() {}

    public static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The first 8 bytes; compared as unsigned numbers to order ids (T4). */
    public static long first8Bytes(String text) {
        return ByteBuffer.wrap(sha256(text.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    /** The hash of an event's id as sent. */
    public static EventHash eventHash(String id) {
        return new EventHash(first8Bytes(id));
    }

    /** The position of an event in order T4. */
    public static EventOrderKey orderKey(AcceptedEvent event) {
        return new EventOrderKey(event.at(), event.time().seq(), eventHash(event.id()));
    }

    /** The first 16 bytes as base64url, 22 characters. */
    public static String text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first 16 bytes as base64url, 22 characters. */
    public static String text(byte[] data) {
        return TEXT.encodeToString(Arrays.copyOf(sha256(data), 16));
    }

    /** 8 bytes as base64url, 11 characters. */
    public static String text(long bytes) {
        return TEXT.encodeToString(
                ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
    }

    /** The inverse of {@link #text(long)}. */
    public static long bytes(String text) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)).getLong();
    }
}
