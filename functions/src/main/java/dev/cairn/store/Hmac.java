package dev.cairn.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Computes HMAC-SHA-256, and joins message parts with length prefixes, so that ("a", "bc") differs from ("ab", "c").
 */
public final class Hmac {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORT_BYTES = 16;
    private static final int ABSENT = -1;

    private Hmac() {}

    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The parts as UTF-8, each preceded by its length in bytes (4 bytes); null has length -1. */
    public static byte[] lengthPrefixed(@Nullable String... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (String part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            int length = part == null ? ABSENT : bytes.length;
            joined.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
            joined.writeBytes(bytes);
        }
        return joined.toByteArray();
    }

    /** The first 16 bytes, base64url without padding: 22 characters. */
    public static String shortText(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, SHORT_BYTES));
    }
}
