package dev.cairn.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.OpenApi;
import dev.cairn.collect.request.RejectionReason;
import dev.cairn.collect.request.RequestError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} lists exactly the closed sets of reasons. */
class ReasonsTest {
    private static JsonNode schema(String pointer) {
        return OpenApi.document().at("/components/schemas/" + pointer);
    }

    @Test
    void everyReasonForRefusingAnEventIsDocumented() {
        assertThat(OpenApi.texts(schema("RejectionReason/enum")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RejectionReason.values())
                        .map(RejectionReason::word)
                        .toList());
    }

    @Test
    void everyReasonForRefusingABodyIsDocumented() {
        assertThat(OpenApi.texts(schema("EventsError/properties/error/properties/code/enum")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RequestError.values())
                        .map(RequestError::code)
                        .toList());
    }
}
