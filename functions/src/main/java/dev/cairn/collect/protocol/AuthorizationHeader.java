package dev.cairn.collect.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the {@code Authorization} header, in which clients send their key or site. */
final class AuthorizationHeader {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    /** The prefix of every server key, by which a key sent in place of a site is recognized. */
    private static final String KEY_PREFIX = "ck_";

    private AuthorizationHeader() {}

    /** The secret in {@code Authorization: Bearer}; empty for anything else. */
    static Optional<String> bearer(String header) {
        return after(BEARER, header);
    }

    /** The user name in {@code Authorization: Basic}; empty for anything else. */
    static Optional<String> basicUser(String header) {
        return after(BASIC, header).flatMap(AuthorizationHeader::decoded).map(pair -> pair.split(":", 2)[0]);
    }

    static boolean isKey(@Nullable String text) {
        return text != null && text.startsWith(KEY_PREFIX);
    }

    private static Optional<String> after(String scheme, String header) {
        return Optional.of(header)
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip())
                .filter(rest -> !rest.isEmpty());
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
