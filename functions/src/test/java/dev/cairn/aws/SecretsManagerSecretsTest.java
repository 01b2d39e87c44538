package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.SetClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

class SecretsManagerSecretsTest {
    private static final String MASTER = "m".repeat(64);

    private final SetClock clock = new SetClock(Instant.parse("2025-02-27T00:30:00Z"));
    private final Vault vault = new Vault(Map.of("arn:master", MASTER, "arn:admin", "admin-key"));
    private final SecretsManagerSecrets secrets =
            new SecretsManagerSecrets(() -> vault, "arn:master", "arn:admin", null, clock);

    private static final class Vault implements SecretsManagerClient {
        private final Map<String, String> values;
        private final List<String> asked = new ArrayList<>();

        Vault(Map<String, String> values) {
            this.values = new HashMap<>(values);
        }

        @Override
        public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
            asked.add(request.secretId());
            String value = values.get(request.secretId());
            if (value == null) {
                throw ResourceNotFoundException.builder()
                        .message("no such secret")
                        .build();
            }
            return GetSecretValueResponse.builder().secretString(value).build();
        }

        @Override
        public String serviceName() {
            return "secretsmanager";
        }

        @Override
        public void close() {}
    }

    @Test
    void readsNothingBeforeItIsAsked() {
        assertThat(vault.asked).isEmpty();
        assertThat(secrets.adminKey()).isEqualTo("admin-key");
        assertThat(secrets.master()).isEqualTo(MASTER.getBytes(StandardCharsets.UTF_8));
        assertThat(vault.asked).containsExactly("arn:admin", "arn:master");
    }

    @Test
    void believesASecretForFiveMinutes() {
        secrets.adminKey();
        vault.values.put("arn:admin", "rotated");

        clock.forward(Duration.ofMinutes(5).minusMillis(1));
        assertThat(secrets.adminKey()).isEqualTo("admin-key");
        clock.forward(Duration.ofMillis(1));
        assertThat(secrets.adminKey()).isEqualTo("rotated");
    }

    @Test
    void keepsWhatItKnowsWhileTheServiceDoesNotAnswer() {
        secrets.adminKey();
        vault.values.clear();
        clock.forward(Duration.ofMinutes(6));

        assertThat(secrets.adminKey()).isEqualTo("admin-key");
        assertThatThrownBy(secrets::master).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void refusesAMasterSecretThatIsTooShort() {
        vault.values.put("arn:master", "x".repeat(31));

        assertThatThrownBy(secrets::master)
                .hasMessage("The secret of MASTER_SECRET_ARN has 31 bytes; it must have at least 32.");
    }

    @Test
    void saysWhichVariableIsMissingOnlyWhenTheSecretIsUsed() {
        SecretsManagerSecrets none = new SecretsManagerSecrets(() -> vault, null, null, null, clock);

        assertThatThrownBy(none::adminKey).hasMessageContaining("ADMIN_KEY_SECRET_ARN is not set");
    }
}
