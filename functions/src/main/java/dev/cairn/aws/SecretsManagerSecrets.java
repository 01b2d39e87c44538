package dev.cairn.aws;

import dev.cairn.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The stack's secrets in Secrets Manager, each stored as plain text. A secret is read at first use, never at start (a
 * snapshot of the function must not contain it), and again after 5 minutes; if that fails, the cached value stays valid
 * for another 5. Thread-safe. A function without permission to read a secret fails only when it uses it.
 */
public final class SecretsManagerSecrets implements Secrets {
    private static final Duration CACHED_FOR = Duration.ofMinutes(5);
    private static final int MIN_MASTER_BYTES = 32;

    private record Known(String value, Instant until) {}

    private final Supplier<SecretsManagerClient> client;
    private final Clock clock;
    private final Cached master;
    private final Cached adminKey;
    private final @Nullable Cached edge;

    /** @param client created when the first secret is read */
    public SecretsManagerSecrets(
            Supplier<SecretsManagerClient> client,
            @Nullable String masterArn,
            @Nullable String adminKeyArn,
            @Nullable String edgeArn,
            Clock clock) {
        this.client = client;
        this.clock = clock;
        this.master = new Cached(Environment.MASTER_SECRET_ARN, masterArn);
        this.adminKey = new Cached(Environment.ADMIN_KEY_SECRET_ARN, adminKeyArn);
        this.edge = edgeArn == null ? null : new Cached(Environment.EDGE_SECRET_ARN, edgeArn);
    }

    @Override
    public byte[] master() {
        byte[] bytes = master.get().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_MASTER_BYTES) {
            throw new IllegalStateException("The secret of " + master.variable + " has " + bytes.length
                    + " bytes; it must have at least " + MIN_MASTER_BYTES + ".");
        }
        return bytes;
    }

    @Override
    public String adminKey() {
        return adminKey.get();
    }

    @Override
    public String edge() {
        return edge == null ? "" : edge.get();
    }

    private final class Cached {
        private final String variable;
        private final @Nullable String arn;
        private @Nullable Known known;

        Cached(String variable, @Nullable String arn) {
            this.variable = variable;
            this.arn = arn;
        }

        synchronized String get() {
            if (known == null || !clock.instant().isBefore(known.until)) {
                known = new Known(read(), clock.instant().plus(CACHED_FOR));
            }
            return known.value;
        }

        private String read() {
            if (arn == null) {
                throw new IllegalStateException(variable + " is not set: this function has no such secret.");
            }
            try {
                String value = client.get()
                        .getSecretValue(request -> request.secretId(arn))
                        .secretString();
                if (value == null || value.isBlank()) {
                    throw new IllegalStateException("The secret of " + variable + " is empty.");
                }
                return value;
            } catch (SdkException unreadable) {
                if (known == null) {
                    throw unreadable;
                }
                return known.value;
            }
        }
    }
}
