package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.BreakingItems;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I3: a device's events belong to the users it identified. {@code ANNA} is a device, {@code BOB} a user. */
class IdentityOverTimeTest {
    private static final VisitorKey CAROL = new VisitorKey(LinkLevel.USER, "carol");
    private static final VisitorKey PHONE = new VisitorKey(LinkLevel.DEVICE, "phone");
    private static final String PLAN = """
            goals:
              see: {tier: micro, kind: milestone, match: {event: see}}
              buy: {tier: macro, match: {event: purchase}, count: order, value: event}
            funnels:
              sale: {steps: [see, buy], window: 30d}
            """;

    private final Shop shop = new Shop(PLAN);

    private static Sent see(String at) {
        return event("see", at);
    }

    private static Sent identify(String at, VisitorKey user, VisitorKey device) {
        return event("identify", at).by(user).on(device);
    }

    private List<Long> reached(String day) {
        var row = shop.row("funnel/sale/entry", day).path("reached");
        return row.isMissingNode()
                ? List.of()
                : List.of(row.path(0).asLong(), row.path(1).asLong());
    }

    @Test
    void I3_whatADeviceDidBeforeItsFirstIdentifyIsTheUsers() {
        shop.send(see("2026-03-01T10:00Z").by(ANNA))
                .run()
                .send(identify("2026-03-03T10:00Z", BOB, ANNA))
                .send(event("purchase", "2026-03-04T10:00Z").by(BOB).order("1").value("10"))
                .run();

        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 1L));
        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(1L, 1L, 1L));
    }

    @Test
    void I3_anIdentifyThatComesBeforeTheDevicesEventsCountsTheSame() {
        shop.send(identify("2026-03-03T10:00Z", BOB, ANNA))
                .send(event("purchase", "2026-03-04T10:00Z").by(BOB).order("1").value("10"))
                .run()
                .send(see("2026-03-01T10:00Z").by(ANNA))
                .run();

        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void I3_aUserWithTwoDevicesOnADayIsOneVisitor() {
        shop.send(see("2026-03-01T10:00Z").by(ANNA), see("2026-03-01T10:05Z").by(PHONE))
                .run();
        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(2L, 2L, 2L));

        shop.send(identify("2026-03-02T10:00Z", BOB, ANNA), identify("2026-03-02T11:00Z", BOB, PHONE))
                .run();

        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(1L, 1L, 2L));
    }

    @Test
    void I3_aSharedDeviceBelongsToWhoeverIdentifiedLastBefore() {
        shop.send(see("2026-03-01T10:00Z").by(ANNA), see("2026-03-01T14:00Z").by(ANNA))
                .send(identify("2026-03-01T09:00Z", BOB, ANNA))
                .send(event("purchase", "2026-03-02T10:00Z")
                        .by(CAROL)
                        .order("2")
                        .value("1"))
                .run();
        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(1L, 3L, 3L));
        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 0L));

        shop.send(identify("2026-03-01T13:00Z", CAROL, ANNA)).run();

        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(2L, 4L, 4L));
        assertThat(reached("2026-03-01")).isEqualTo(List.of(2L, 1L));
    }

    @Test
    void I3_anEarlierIdentifyOfTheFirstUserTakesTheEventBack() {
        shop.send(see("2026-03-01T14:00Z").by(ANNA), identify("2026-03-01T09:00Z", BOB, ANNA))
                .send(identify("2026-03-01T12:00Z", CAROL, ANNA))
                .send(identify("2026-03-01T13:00Z", BOB, ANNA))
                .send(event("purchase", "2026-03-02T10:00Z").by(BOB).order("2").value("1"))
                .run();

        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void I3_anEventSentForTheDeviceAndForTheUserIsOneEvent() {
        shop.send(see("2026-03-01T10:00Z").id("same").by(ANNA))
                .send(see("2026-03-01T10:00Z").id("same").by(BOB).on(ANNA))
                .run();

        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(1L, 1L, 1L));
    }

    @Test
    void I3_anOrderOfTheDeviceMovesWithIt() {
        shop.send(
                        see("2026-03-01T10:00Z").by(BOB),
                        event("purchase", "2026-03-02T10:00Z")
                                .by(ANNA)
                                .order("1")
                                .value("10"),
                        event("purchase", "2026-03-02T11:00Z")
                                .by(PHONE)
                                .order("1")
                                .value("10"))
                .send(identify("2026-03-03T10:00Z", BOB, ANNA))
                .run();

        assertThat(shop.goal("buy", "2026-03-02")).isEqualTo(List.of(1L, 1L));
        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void I3_aDeviceWhoseIdentifyWasAnotherUsersEventStandsForItselfAgain() {
        Sent mistaken =
                identify("2026-03-03T10:00Z", BOB, ANNA).id("x").content(2).received("2026-03-03T12:00Z");
        shop.send(see("2026-03-03T09:00Z").by(ANNA), mistaken).run();
        assertThat(shop.overview("2026-03-03")).isEqualTo(List.of(1L, 2L, 2L));

        shop.send(identify("2026-03-03T10:00Z", BOB, PHONE).id("x").content(1).received("2026-03-03T11:00Z"))
                .run();

        assertThat(shop.overview("2026-03-03")).isEqualTo(List.of(2L, 2L, 2L));
    }

    @Test
    void I3_anIdentifyThatCountsAsAnotherUsersEventIdentifiesNothing() {
        Sent mistaken = identify("2026-03-03T10:00Z", BOB, ANNA).id("x").adjusted();
        shop.send(
                        see("2026-03-03T09:00Z").by(ANNA),
                        event("purchase", "2026-03-03T13:00Z")
                                .by(BOB)
                                .order("1")
                                .value("10"),
                        mistaken.received("2026-03-03T12:00Z"))
                .run();
        assertThat(shop.overview("2026-03-03").getFirst()).isEqualTo(1);

        Sent first = identify("2026-03-03T10:00Z", CAROL, PHONE).id("x").adjusted();
        shop.send(first.received("2026-03-03T11:00Z")).run();

        assertThat(shop.overview("2026-03-03")).isEqualTo(List.of(3L, 3L, 3L));
    }

    @Test
    void I3_whoHasADeviceNoMoreLosesItsEventsFromTheirJourney() {
        shop.send(see("2026-03-01T10:00Z").by(BOB))
                .send(event("purchase", "2026-03-05T10:00Z").by(ANNA).order("1").value("10"))
                .send(identify("2026-03-03T10:00Z", BOB, ANNA)
                        .id("x")
                        .content(2)
                        .received("2026-03-03T12:00Z"))
                .run();
        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 1L));

        shop.send(identify("2026-03-03T10:00Z", BOB, PHONE).id("x").content(1).received("2026-03-03T11:00Z"))
                .run();

        assertThat(reached("2026-03-01")).isEqualTo(List.of(1L, 0L));
    }

    /** A conditional write that is repeated after a lost response fails because of its own first attempt. */
    @Test
    void I3_whicheverCallOfAnIdentifyIsRepeatedTheDeviceMovesWhole() {
        List<BreakingItems> breaking = new ArrayList<>();
        boolean happened = true;
        int repeated = 0;
        while (happened) {
            Shop repeating = new Shop(Shop.plan(PLAN), tables -> {
                breaking.add(new BreakingItems(tables));
                return breaking.getLast();
            });
            repeating
                    .send(
                            see("2026-03-01T10:00Z").by(ANNA),
                            see("2026-03-02T10:00Z").by(ANNA))
                    .send(event("purchase", "2026-03-04T10:00Z")
                            .by(BOB)
                            .order("1")
                            .value("10"))
                    .run();
            breaking.getLast().repeatAt(++repeated);
            repeating.send(identify("2026-03-03T10:00Z", BOB, ANNA));
            happened = breaking.getLast().happened();
            breaking.getLast().heal();
            repeating.run();

            for (String day : List.of("2026-03-01", "2026-03-02")) {
                assertThat(repeating
                                .row("funnel/sale/entry", day)
                                .path("converted")
                                .asLong())
                        .as("call %s, %s", repeated, day)
                        .isEqualTo(1);
            }
        }

        assertThat(repeated).isGreaterThan(10);
    }
}
