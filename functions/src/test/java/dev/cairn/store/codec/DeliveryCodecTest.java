package dev.cairn.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the stream is believed only as far as the collector can have written it. */
class DeliveryCodecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1E+2147483647\"",
                "1E+2147483647",
                "\"1E-2147483647\"",
                "\"1E3\"",
                "\"-1\"",
                "\"1000000000000\"",
                "\"0.0000000000000000000000000000001\"",
                "\".5\"",
                "\"\u0661\"",
                "\"\""
            })
    void anAmountThatNoCollectorWritesIsUndecodable(String amount) {
        assertThatThrownBy(() -> DeliveryCodec.read(delivery(amount)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("undecodable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "19.50", "999999999999", "0.000000000000000000000000000001"})
    void anAmountWithinTheCollectorsLimitsComesBackAsItWasSent(String amount) {
        assertThat(DeliveryCodec.read(delivery("\"" + amount + "\""))
                        .events()
                        .getFirst()
                        .transaction()
                        .value()
                        .amount())
                .isEqualTo(new BigDecimal(amount));
    }

    @Test
    void aNumberOutsideItsTypeIsUndecodable() {
        for (String seq : new String[] {"1E+2147483647", "9223372036854775808", "-1E999999999"}) {
            byte[] data = text("\"1\"").replace("\"seq\":1", "\"seq\":" + seq).getBytes(StandardCharsets.UTF_8);

            assertThatThrownBy(() -> DeliveryCodec.read(data)).as(seq).hasMessage("undecodable");
        }
    }

    private static byte[] delivery(String amount) {
        return text(amount).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String amount) {
        return "{\"schema\":1,\"delivery\":\"r/0\",\"site\":\"shop\",\"received_at\":1773100000000,\"plan\":1,"
                + "\"visitor\":\"d.someone\",\"events\":[{\"id\":\"a\",\"name\":\"purchase\",\"at\":1773100000000,"
                + "\"seq\":1,\"content\":\"1\",\"currency\":\"EUR\",\"amount\":" + amount + "}]}";
    }
}
