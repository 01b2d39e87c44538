package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void R5_reportsAllFaultsTogetherByName() {
        Map<String, String> variables =
                Map.of("TABLE_STATE", "state", "STREAM_NAME", " ", "ENDPOINT_KINESIS", "localhost:4567");

        assertThatThrownBy(() -> Environment.read(variables, Set.of("TABLE_STATE", "STREAM_NAME", "TABLE_SALTS")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Environment variables: STREAM_NAME is not set; TABLE_SALTS is not set; "
                        + "AWS_REGION is not set; ENDPOINT_KINESIS is not an address like http://localhost:8000.");
    }

    @Test
    void anEmptyVariableIsOneThatIsNotSet() {
        Environment environment = Environment.read(
                Map.of("AWS_REGION", "eu-central-1", "ENDPOINT_DYNAMODB", "", "TABLE_SALTS", "", "STREAM_NAME", "s"),
                Set.of());

        assertThat(environment.endpoints().dynamoDb()).isNull();
        assertThat(environment.tables()).isEmpty();
        assertThat(environment.streamName()).isEqualTo("s");
        assertThat(environment.archive().retention()).isNull();
    }

    @Test
    void readsTablesAndLocalEndpoints() {
        Environment environment = Environment.read(
                Map.of("AWS_REGION", "eu-central-1", "ENDPOINT_DYNAMODB", "http://host:8000", "TABLE_SALTS", "salts"),
                Set.of("TABLE_SALTS"));

        assertThat(environment.endpoints().dynamoDb()).isEqualTo(URI.create("http://host:8000"));
        assertThat(environment.tables()).isEqualTo(Map.of(Table.SALTS, "salts"));
    }

    @Test
    void R6_readsHowLongTheArchiveIsKept() {
        Environment environment = Environment.read(
                Map.of("AWS_REGION", "eu-central-1", "ARCHIVE_BUCKET", "events", "ARCHIVE_DAYS", "402"), Set.of());

        assertThat(environment.archive()).isEqualTo(new Environment.Archive("events", Duration.ofDays(402)));
    }

    @Test
    void whatAFunctionWasNotGivenFailsWhenItIsUsedAndSaysWhatToSet() {
        Dependencies dependencies =
                AwsDependencies.from(Map.of("AWS_REGION", "eu-central-1"), Set.of(), Clock.systemUTC());

        assertThatThrownBy(() -> dependencies.stream().put(List.of(new EventStream.Entry("k", new byte[1]))))
                .hasMessageContaining("STREAM_NAME is not set");
        assertThatThrownBy(() -> dependencies.items().get(new Item.Key(Table.SALTS, "p", "s")))
                .hasMessageContaining("TABLE_SALTS");
        assertThatThrownBy(() -> dependencies.secrets().master()).hasMessageContaining("MASTER_SECRET_ARN is not set");
    }
}
