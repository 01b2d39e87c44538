package dev.cairn.report.audiences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Pipeline;
import dev.cairn.access.Scope;
import dev.cairn.access.VisitorPseudonymizer;
import dev.cairn.store.Item;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Who is on the list of an audience: members whose latest event came with consent to ads. */
class MembersResourceTest {
    private static final String MEMBERS = "audiences/left_cart/members";
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private final AudienceWorld world = new AudienceWorld();
    private final VisitorPseudonymizer pseudonyms = new VisitorPseudonymizer("shop", Pipeline.SECRETS.master());

    private String user(String id) {
        return pseudonyms.user(id).toString();
    }

    private List<String> listed() {
        return world.get(MEMBERS).path("members").findValuesAsText("member");
    }

    private void cart(String user) {
        world.event("add_to_cart").user(user).ads().send();
    }

    @Test
    void N5_aMemberIsListedWhileTheMembershipLasts() {
        cart("anna");
        world.run();
        assertThat(listed()).as("enters after a day").isEmpty();

        world.forward(Duration.ofHours(25));
        assertThat(listed()).as("without another run").containsExactly(user("anna"));
        JsonNode anna = world.get(MEMBERS).path("members").get(0);
        assertThat(anna.path("entered").asText()).isEqualTo("2026-03-21T09:00:00Z");
        assertThat(anna.path("until").asText()).isEqualTo("2026-03-30T09:00:00Z");
        assertThat(anna.path("link").asText()).isEqualTo("user");

        world.forward(Duration.ofDays(9));
        assertThat(listed()).isEmpty();
    }

    @Test
    void N5_whoBuysIsOffTheListWithTheNextRun() {
        cart("anna");
        world.run();
        world.forward(TWO_DAYS);
        world.event("purchase").user("anna").order("1", "10").ads().send();
        world.runOnSchedule();

        assertThat(listed()).isEmpty();
    }

    /** A later event without consent takes a visitor off with the next run, which counts only today and yesterday. */
    @Test
    void N5_whoWithdrawsConsentIsOffTheListWithTheNextRun() {
        List.of("anna", "ben", "cleo", "dora").forEach(this::cart);
        world.run();
        world.forward(TWO_DAYS);
        assertThat(listed()).hasSize(4);

        world.event("page_view").user("anna").send();
        world.event("consent_withdrawn").user("ben").ads().send();
        world.event("page_view").user("cleo").ads().sendWithPrivacyControl();
        world.event("page_view").user("dora").ads().send();
        world.runOnSchedule();

        assertThat(listed()).containsExactly(user("dora"));
    }

    @Test
    void N5_aLateEventDoesNotSpeakForALaterOne() {
        cart("anna");
        world.forward(TWO_DAYS);
        world.event("page_view").user("anna").ads().send();
        world.event("page_view").user("anna").earlier(Duration.ofHours(30)).send();
        world.run();

        assertThat(listed()).containsExactly(user("anna"));
    }

    @Test
    void N5_whoConsentsLaterIsOnTheList() {
        world.event("add_to_cart").user("anna").send();
        world.run();
        world.forward(TWO_DAYS);
        assertThat(listed()).isEmpty();
        world.event("page_view").user("anna").ads().send();
        world.runOnSchedule();

        assertThat(listed()).containsExactly(user("anna"));
    }

    /** A device that turns out to be a user's is listed as the user only, at once. */
    @Test
    void N5_aDeviceThatIdentifiesItsUserIsListedAsTheUser() {
        world.event("add_to_cart").device("device-1").ads().send();
        world.run();
        world.forward(TWO_DAYS);
        assertThat(listed()).containsExactly(pseudonyms.device("device-1").toString());

        world.event("page_view").device("device-1").user("anna").ads().send();
        world.runOnSchedule();
        assertThat(listed()).containsExactly(user("anna"));

        world.event("page_view").user("anna").send();
        world.runOnSchedule();
        assertThat(listed()).isEmpty();
    }

    @Test
    void N5_whoIsErasedIsNowhere() {
        cart("anna");
        cart("ben");
        world.forward(TWO_DAYS);
        world.event("page_view")
                .user("anna")
                .ads()
                .url("/?gclid=Cj0KCQannasclick")
                .send();
        world.run();
        assertThat(listed()).hasSize(2);
        assertThat(lists()).contains(user("anna"), "Cj0KCQannasclick");

        world.erase("anna");
        world.runOnSchedule();

        assertThat(listed()).containsExactly(user("ben"));
        assertThat(lists()).doesNotContain(user("anna")).doesNotContain("annasclick");
    }

    private String lists() {
        return world.items.all().stream()
                .filter(item -> item.key().partition().startsWith("members#"))
                .map(Item::body)
                .collect(Collectors.joining());
    }

    /** The latest click of each kind, if it came with consent and none was withdrawn since. */
    @Test
    void N9_aMemberHasTheLatestClickOfNinetyDays() {
        world.event("page_view").user("anna").ads().url("/?gclid=first").send();
        world.event("page_view").user("ben").ads().url("/?gclid=taken-back").send();
        world.event("page_view").user("cleo").url("/?gclid=without-consent").send();
        world.forward(Duration.ofDays(1));
        world.event("page_view").user("anna").ads().url("/?gclid=second&x=1").send();
        world.event("page_view").user("anna").ads().url("/?msclkid=other").send();
        world.event("page_view").user("ben").send();
        List.of("anna", "ben", "cleo").forEach(this::cart);
        world.run();
        world.forward(TWO_DAYS);
        JsonNode members = world.get(MEMBERS).path("members");

        assertThat(members).hasSize(3);
        assertThat(StreamSupport.stream(members.spliterator(), false)
                        .map(member -> member.path("gclid").asText() + " "
                                + member.path("msclkid").asText()))
                .containsExactlyInAnyOrder("second other", "null null", "null null");
    }

    @Test
    void N5_matchTellsWhichUsersAreMembers() {
        cart("anna");
        world.event("add_to_cart").user("ben").send();
        world.run();
        world.forward(TWO_DAYS);
        AudienceWorld.Reply reply = match("{\"users\":[\"ben\",\"anna\",\"nobody\"]}");

        assertThat(reply.json().path("members").findValuesAsText("user")).containsExactly("anna");
        assertThat(reply.json().path("members").get(0).path("until").asText()).isEqualTo("2026-03-30T09:00:00Z");
        assertThat(match("{\"users\":[]}").status()).isEqualTo(400);
        assertThat(match("{\"users\":[7]}").status()).isEqualTo(400);
        assertThat(match("{\"users\":[\"" + "x".repeat(257) + "\"]}").status()).isEqualTo(400);
        assertThat(match("{\"users\":[\"a\"],\"more\":1}").status()).isEqualTo(400);
        assertThat(match("nonsense").status()).isEqualTo(400);
        assertThat(world.log.toString()).doesNotContain("anna");
    }

    private AudienceWorld.Reply match(String body) {
        return world.call("POST", "/v1/sites/shop/audiences/left_cart/match", body, world.key(Scope.AUDIENCE_READ));
    }

    @Test
    void P6_theListNeedsAScopeOfItsOwn() {
        assertThat(world.call("GET", "/v1/sites/shop/" + MEMBERS, "", world.key(Scope.STATS_READ))
                        .status())
                .isEqualTo(403);
        assertThat(world.call("GET", "/v1/sites/shop/" + MEMBERS, "", world.key(Scope.AUDIENCE_READ))
                        .status())
                .isEqualTo(200);
        assertThat(world.ask("audiences/nosuch/members").status()).isEqualTo(404);
    }

    @Test
    void P6_asCsv() {
        cart("anna");
        world.run();
        world.forward(TWO_DAYS);

        assertThat(world.ask(MEMBERS + "?format=csv").body())
                .isEqualTo("member,link,entered,until,gclid,gbraid,wbraid,msclkid\r\n" + user("anna")
                        + ",user,2026-03-21T09:00:00Z,2026-03-30T09:00:00Z,,,,\r\n");
    }
}
