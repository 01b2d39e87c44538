package dev.cairn.access;

import dev.cairn.store.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The secret with which a site's server signs the ids of its users (I1), so that a page cannot claim to be another
 * user. It is derived from the stack's master secret, so nothing is stored.
 */
public final class IdentitySecret {
    private final String secret;

    public IdentitySecret(String site, byte[] masterSecret) {
        this.secret = hex(masterSecret, "identity:" + site);
    }

    /** Returns the secret, 64 hexadecimal digits; the key of the HMAC is this text. */
    public String text() {
        return secret;
    }

    /** Returns the signature of a user id: its HMAC-SHA-256 under the secret, in lower-case hexadecimal digits. */
    public String signatureOf(String user) {
        return hex(secret.getBytes(StandardCharsets.UTF_8), user);
    }

    /** Whether this is the signature of the user id. Compares in constant time. */
    public boolean isSignature(String signature, String user) {
        return MessageDigest.isEqual(
                signatureOf(user).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] key, String message) {
        return HexFormat.of().formatHex(Hmac.hmac(key, message.getBytes(StandardCharsets.UTF_8)));
    }
}
