package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sender learns every fault at once: the field, what is allowed and, where one can guess, what was meant. */
class FaultsTest {
    private final CollectFixture rig = new CollectFixture();

    @Test
    void everyFaultOfAnEventIsSaidAtOnceTheFirstAsReason() {
        var answer = rig.post("""
                {"site":"shop","events":[
                  {"id":"ok","name":"page_view"},
                  {"name":"  ","at":"yesterday","props":{"size":{"w":1},"a.b":2},"value":{"amount":"9,50","currency":"eur"}}]}""", browser());

        assertThat(answer.status()).isEqualTo(202);
        JsonNode rejected = answer.body().path("rejected");
        assertThat(rejected).hasSize(1);
        assertThat(rejected.path(0).path("index").asInt()).isEqualTo(1);
        assertThat(rejected.path(0).path("reason").asText()).isEqualTo("missing_id");
        assertThat(rejected.path(0).path("field").asText()).isEqualTo("id");
        assertThat(rejected.path(0).path("faults"))
                .extracting(fault -> fault.path("reason").asText() + " "
                        + fault.path("field").asText())
                .containsExactly(
                        "missing_name name",
                        "invalid_time at",
                        "nested_prop props.size",
                        "forbidden_prop_key props",
                        "invalid_value value.amount",
                        "invalid_currency value.currency");
        assertThat(rig.onlyDelivery().rejected())
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).isEqualTo("missing_id"));
    }

    @Test
    void anEventWithOneFaultHasNoListOfThem() {
        assertThat(rig.post("{\"site\":\"shop\",\"events\":[{\"id\":\"a\"}]}", browser())
                        .body()
                        .path("rejected")
                        .path(0)
                        .toString())
                .isEqualTo("{\"index\":0,\"reason\":\"missing_name\",\"field\":\"name\","
                        + "\"message\":\"name is missing; it must be a string of 1 to 64 characters.\"}");
    }

    @Test
    void anEventHasAtMostTenFaults() {
        StringBuilder props = new StringBuilder("\"a\":{}");
        for (int i = 1; i < 32; i++) {
            props.append(",\"p").append(i).append("\":[]");
        }
        var answer = rig.post("{\"site\":\"shop\",\"events\":[{\"props\":{" + props + "}}]}", browser());
        assertThat(answer.body().path("rejected").path(0).path("faults")).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'id':7,'name':'x'                                 | invalid_id       | send it as a string",
                "'id':'a','nmae':'x'                               | missing_name     | name instead of nmae",
                "'id':'a','event':'x'                              | missing_name     | name instead of event",
                "'id':'a','name':'x','visitor':'jane@mail.example' | invalid_visitor  | goes into user",
                "'id':'a','name':'x','user':12                     | invalid_user     | send it as a string",
                "'id':'a','name':'x','order_id':12                 | invalid_order_id | send it as a string",
                "'id':'a','name':'x','at':1795262400               | too_old          | seconds; in milliseconds it is 1795262400000",
                "'id':'a','name':'x','at':'1795262400'             | invalid_time     | seconds; in milliseconds it is 1795262400000",
                "'id':'a','name':'x','at':'2026-11-21T12:00:00Z'   | invalid_time     | in milliseconds it is 1795262400000",
                "'id':'a','name':'x','value':59                    | invalid_value    | as value.amount",
                "'id':'a','name':'x','value':{'amount':'9,50'}     | invalid_value    | decimal point instead of a comma",
                "'id':'a','name':'x','value':{'amount':1,'currency':'eur'} | invalid_currency | Did you mean EUR?",
                "'id':'a','name':'x','value':{'amount':1,'currency':'€'}   | invalid_currency | Did you mean EUR?",
                "'id':'a','name':'x','type':'refund'               | refund_needs_order_id | order_id",
            })
    void whatWasMeantIsSaidWhereItCanBeGuessed(String fields, String reason, String hint) {
        var answer = rig.post("{\"site\":\"shop\",\"events\":[{" + fields.replace('\'', '"') + "}]}", server());

        JsonNode rejected = answer.body().path("rejected").path(0);
        assertThat(rejected.path("reason").asText()).isEqualTo(reason);
        assertThat(rejected.path("message").asText()).contains(hint).doesNotContain("jane");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'sent_at':1,'visitr':'v'              | 'id':'a','name':'x'                    | visitr         | did you mean visitor?",
                "'userId':'v'                          | 'id':'a','name':'x'                    | userId         | did you mean user?",
                "'context':{'refferer':'x'}            | 'id':'a','name':'x'                    | context.refferer | did you mean context.referrer?",
                "'consent':{'analytic':true}           | 'id':'a','name':'x'                    | consent.analytic | did you mean consent.analytics?",
                "'x':1                                 | 'id':'a','name':'x','orderId':'o'      | orderId        | did you mean order_id?",
                "'x':1                                 | 'id':'a','name':'x','properties':{}    | properties     | did you mean props?",
                "'x':1                                 | 'id':'a','name':'x','value':{'amount':1,'curency':'EUR'} | value.curency | did you mean value.currency?",
                "'x':1                                 | 'id':'a','name':'x','at':1795348800000 | at             | in the future",
                "'x':1                                 | 'id':'a','name':'x','at':1795262400000000 | at          | microseconds",
            })
    void whatIsIgnoredOrReplacedIsAHintToAServerAndRejectsNothing(
            String body, String fields, String field, String hint) {
        String json = ("{'site':'shop'," + body + ",'events':[{" + fields + "}]}").replace('\'', '"');

        var answer = rig.post(json, server());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(1);
        JsonNode warning = answer.body().path("warnings").path(0);
        assertThat(warning.path("field").asText()).isEqualTo(field);
        assertThat(warning.path("message").asText()).contains(hint);

        assertThat(rig.post(json, browser()).body().has("warnings")).isFalse();
        var tried = rig.send("POST", json.getBytes(), browser(), Map.of("debug", "1"));
        assertThat(messages(tried.body())).anyMatch(message -> message.contains(hint));
    }

    @ParameterizedTest
    @CsvSource({"tier", "class", "received_at", "visit", "names", "custom", "label", "x", "session_id", "idx"})
    void aFieldOfTheSendersOwnIsNoHint(String field) {
        var answer = rig.post(
                "{\"site\":\"shop\",\"events\":[{\"id\":\"a\",\"name\":\"x\",\"" + field + "\":1}]}", server());
        assertThat(answer.text()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
    }

    @Test
    void hintsAreBounded() {
        String typo = "{\"id\":\"a\",\"name\":\"x\",\"orderId\":1}";
        var answer = rig.post(
                "{\"site\":\"shop\",\"events\":[" + String.join(",", Collections.nCopies(500, typo)) + "]}", server());
        assertThat(answer.body().path("warnings")).hasSize(20);
    }

    @Test
    void aDryRunOfAPageSaysThatItsTimeIsNotUsed() {
        String body = "{\"site\":\"shop\",\"events\":[{\"id\":\"a\",\"name\":\"x\",\"at\":" + NOW + "}]}";
        var tried = rig.send("POST", body.getBytes(), browser(), Map.of("debug", "1"));
        assertThat(messages(tried.body())).singleElement().asString().contains("without sent_at");
        tried = rig.send("POST", event("").getBytes(), browser(), Map.of("debug", "1"));
        assertThat(messages(tried.body())).isEmpty();
    }

    private static List<String> messages(JsonNode body) {
        List<String> messages = new ArrayList<>();
        body.path("warnings").forEach(each -> messages.add(each.path("message").asText()));
        return messages;
    }
}
