package dev.cairn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.plan.FaultyItems;
import dev.cairn.store.Item;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 7: bearer keys with scopes, stored hashed, shown once, listed without the secret, revoked by id. */
class KeyServiceTest {
    private static final String ADMIN = "ck_this-is-the-stacks-own-admin-key-for-these-tests";
    private static final String ADDRESS = "192.0.2.1";
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final Instant TOMORROW = Instant.parse("2025-06-11T12:00:00Z");

    private final SetClock clock = new SetClock(Instant.parse("2025-06-10T12:00:00Z"));
    private final FaultyItems items = new FaultyItems(new MemoryItemStore(clock));
    private final KeyService keys = keys(Duration.ZERO);

    @Test
    void section7_aKeyIsFoundByItsSecretAndDoesWhatItsScopesSayOnItsSite() {
        KeyService.Created created =
                keys.create("shop", Set.of(Scope.STATS_READ, Scope.EVENTS_WRITE), "the shop", null);

        AccessKey found = keys(A_MINUTE).find(created.secret(), ADDRESS).orElseThrow();

        assertThat(found).isEqualTo(created.key());
        assertThat(found.created()).isEqualTo(clock.instant());
        assertThat(found.allows(Scope.EVENTS_WRITE, "shop")).isTrue();
        assertThat(found.allows(Scope.PLAN_WRITE, "shop")).isFalse();
        assertThat(found.allows(Scope.EVENTS_WRITE, "b2b")).isFalse();
    }

    /** Byte for byte as earlier versions stored it: only a share has the last two fields. */
    @Test
    void R8_aKeyIsStoredAsOneFlatObject() {
        KeyService.Created key = keys.create("shop", Set.of(Scope.EVENTS_WRITE, Scope.STATS_READ), "the shop", null);
        String body = items.all().getFirst().body();
        KeyService.Created share = keys.share(
                        key.key(), "shop", "a link", clock.instant().plus(Duration.ofDays(1)))
                .orElseThrow();

        assertThat(body)
                .isEqualTo(
                        "{\"schema\":" + Item.SCHEMA + ",\"id\":\"" + key.key().id() + "\",\"site\":\"shop\","
                                + "\"scopes\":[\"events:write\",\"stats:read\"],\"name\":\"the shop\","
                                + "\"created\":\"2025-06-10T12:00:00Z\"}");
        assertThat(items.all())
                .extracting(Item::body)
                .anyMatch(stored -> stored.contains("\"id\":\"" + share.key().id() + "\"")
                        && stored.endsWith("\"expires\":\"2025-06-11T12:00:00Z\",\"share\":true,\"made_by\":\""
                                + key.key().id() + "\"}"));
    }

    @Test
    void section7_anAdminKeyHoldsForEverySite() {
        AccessKey key = keys.create(null, Set.of(Scope.ADMIN), "me", null).key();

        assertThat(key.allows(Scope.AUDIENCE_READ, "any")).isTrue();
    }

    /** R10: a function that faces strangers may not read the secret. */
    @Test
    void section7_theStacksAdminKeyIsFoundByItsStoredHashToo() {
        KeyService without = KeyService.withStoredAdminKey(items, clock, Duration.ZERO);
        assertThat(without.find(ADMIN, ADDRESS)).isEmpty();

        KeyService.storeAdminKey(items, ADMIN);

        assertThat(without.find(ADMIN, ADDRESS)).isEqualTo(keys.find(ADMIN, ADDRESS));
        assertThat(without.find(ADMIN + "x", ADDRESS)).isEmpty();
        assertThat(without.list()).isEmpty();
        assertThat(without.revoke("admin")).isFalse();
        assertThat(without.find(ADMIN, ADDRESS)).isPresent();
    }

    @Test
    void section7_aChangedAdminKeyTakesThePlaceOfTheOneBefore() {
        KeyService without = KeyService.withStoredAdminKey(items, clock, Duration.ZERO);
        String other =
                keys.create("shop", Set.of(Scope.STATS_READ), "the shop", null).secret();
        KeyService.storeAdminKey(items, ADMIN);

        KeyService.storeAdminKey(items, "another admin key".replace(' ', '-'));
        KeyService.storeAdminKey(items, "another admin key".replace(' ', '-'));

        assertThat(without.find(ADMIN, ADDRESS)).isEmpty();
        assertThat(without.find("another-admin-key", ADDRESS)).isPresent();
        assertThat(without.find(other, ADDRESS)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "has spaces in it, alas", "has-unicode-in-it-é"})
    void section7_anAdminKeyThatCouldBeGuessedOrNotBeSentIsNotStored(String secret) {
        assertThatThrownBy(() -> KeyService.storeAdminKey(items, secret)).hasMessageContaining("16 to 512");
        assertThat(KeyService.withStoredAdminKey(items, clock, Duration.ZERO).find(secret, ADDRESS))
                .isEmpty();
    }

    @Test
    void section7_theStacksAdminKeyIsAnAdminKeyThatIsNotStored() {
        AccessKey admin = keys.find(ADMIN, ADDRESS).orElseThrow();

        assertThat(admin.scopes()).containsExactly(Scope.ADMIN);
        assertThat(admin.site()).isNull();
        assertThat(keys.list()).isEmpty();
        assertThat(items.all()).isEmpty();
        assertThat(keys.find(ADMIN + "x", ADDRESS)).isEmpty();
        assertThat(keys.find(ADMIN.substring(0, ADMIN.length() - 1), ADDRESS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short"})
    void aMissingAdminKeyLetsNobodyIn(String admin) {
        KeyService without = new KeyService(items, secrets(admin), clock, A_MINUTE);

        assertThat(without.find(admin, ADDRESS)).isEmpty();
        assertThat(without.find("", ADDRESS)).isEmpty();
    }

    @Test
    void section7_secretsAreRandomAndStoredOnlyAsAHash() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            secrets.add(
                    keys.create("shop", Set.of(Scope.STATS_READ), "k" + i, null).secret());
        }

        assertThat(secrets).hasSize(20).allMatch(secret -> secret.matches("ck_[A-Za-z0-9_-]{43}"));
        assertThat(items.all())
                .hasSize(20)
                .allSatisfy(item -> assertThat(secrets)
                        .noneMatch(secret -> (item.key() + item.body()).contains(secret.substring(3))));
    }

    @Test
    void section7_listedWithoutTheSecretOldestFirst() {
        AccessKey first =
                keys.create("shop", Set.of(Scope.STATS_READ), "first", TOMORROW).key();
        clock.forward(Duration.ofSeconds(1));
        AccessKey second =
                keys.create(null, Set.of(Scope.ADMIN), "second", null).key();

        assertThat(keys.list()).containsExactly(first, second);
    }

    @Test
    void section7_revokedById() {
        KeyService.Created created = keys.create("shop", Set.of(Scope.STATS_READ), "first", null);
        KeyService here = keys(A_MINUTE);
        KeyService elsewhere = keys(A_MINUTE);
        assertThat(here.find(created.secret(), ADDRESS)).isPresent();
        assertThat(elsewhere.find(created.secret(), ADDRESS)).isPresent();

        assertThat(here.revoke(created.key().id())).isTrue();

        assertThat(here.find(created.secret(), ADDRESS)).isEmpty();
        assertThat(here.list()).isEmpty();
        assertThat(here.revoke(created.key().id())).isFalse();
        clock.forward(A_MINUTE);
        assertThat(elsewhere.find(created.secret(), ADDRESS)).isEmpty();
    }

    @Test
    void P3_whoeverRevokesAKeyRevokesTheSharesMadeWithItAndNoOthers() {
        AccessKey lost =
                keys.create("shop", Set.of(Scope.STATS_READ), "lost", null).key();
        AccessKey kept =
                keys.create("shop", Set.of(Scope.STATS_READ), "kept", null).key();
        KeyService here = keys(A_MINUTE);
        String lostShare = here.share(lost, "shop", "a", TOMORROW).orElseThrow().secret();
        String keptShare = here.share(kept, "shop", "b", TOMORROW).orElseThrow().secret();
        assertThat(here.find(lostShare, ADDRESS).orElseThrow().madeBy()).isEqualTo(lost.id());

        here.revoke(lost.id());

        assertThat(here.find(lostShare, ADDRESS)).isEmpty();
        assertThat(here.find(keptShare, ADDRESS)).isPresent();
        assertThat(keys.list()).extracting(AccessKey::name).containsExactlyInAnyOrder("kept", "b");
    }

    @Test
    void P3_aRevocationThatDiedBeforeTheSharesIsDoneByTheNextOne() {
        AccessKey lost =
                keys.create("shop", Set.of(Scope.STATS_READ), "lost", null).key();
        String share = keys.share(lost, "shop", "a", TOMORROW).orElseThrow().secret();
        items.failAfter(1);
        assertThatThrownBy(() -> keys.revoke(lost.id())).hasMessage("the process died");
        items.heal();

        assertThat(keys.revoke(lost.id())).isTrue();
        assertThat(keys.find(share, ADDRESS)).isEmpty();
    }

    @Test
    void P3_aRevokedKeyMakesNoShareWhereItIsStillBelieved() {
        KeyService.Created lost = keys.create("shop", Set.of(Scope.STATS_READ), "lost", null);
        KeyService elsewhere = keys(A_MINUTE);
        AccessKey believed = elsewhere.find(lost.secret(), ADDRESS).orElseThrow();
        keys.revoke(believed.id());
        assertThat(elsewhere.find(lost.secret(), ADDRESS)).isPresent();

        assertThat(elsewhere.share(believed, "shop", "a", TOMORROW)).isEmpty();
        assertThat(keys.list()).isEmpty();
    }

    @Test
    void P3_sharesOfTheStacksAdminKeyAreRevokedOneByOneOnly() {
        AccessKey admin = keys.find(ADMIN, ADDRESS).orElseThrow();
        KeyService.Created share = keys.share(admin, "shop", "a", TOMORROW).orElseThrow();

        assertThat(keys.revoke(admin.id())).isFalse();
        assertThat(keys.find(share.secret(), ADDRESS)).isPresent();
        assertThat(keys.revoke(share.key().id())).isTrue();
        assertThat(keys.find(share.secret(), ADDRESS)).isEmpty();
    }

    @Test
    void section7_anExpiredKeyIsNoKeyFromThatInstantOnEvenWhileItIsCached() {
        KeyService.Created created = keys.create(
                "shop", Set.of(Scope.STATS_READ), "first", clock.instant().plusSeconds(30));
        KeyService cached = keys(A_MINUTE);
        clock.forward(Duration.ofSeconds(29));
        assertThat(cached.find(created.secret(), ADDRESS)).isPresent();
        clock.forward(Duration.ofSeconds(1));

        assertThat(cached.find(created.secret(), ADDRESS)).isEmpty();
        assertThat(keys.find(created.secret(), ADDRESS)).isEmpty();
        assertThat(keys.list()).isEmpty();
    }

    @Test
    void section4_aCacheMissOnAKeyReadsTheStoreOnce() {
        KeyService cached = keys(A_MINUTE);
        cached.find("ck_" + "x".repeat(43), ADDRESS);
        KeyService.Created created = keys.create("shop", Set.of(Scope.STATS_READ), "new", null);
        int before = items.reads();

        assertThat(cached.find(created.secret(), ADDRESS)).isPresent();
        assertThat(cached.find(created.secret(), ADDRESS)).isPresent();
        assertThat(items.reads() - before).isEqualTo(1);
    }

    @Test
    void anUnknownSecretIsAskedForOnceInAWhile() {
        KeyService cached = keys(A_MINUTE);
        String unknown = "ck_" + "x".repeat(43);
        cached.find(unknown, ADDRESS);
        cached.find(unknown, ADDRESS);
        assertThat(items.reads()).isEqualTo(1);

        clock.forward(KeyService.BELIEVED_UNKNOWN);
        cached.find(unknown, ADDRESS);
        assertThat(items.reads()).isEqualTo(2);
    }

    @Test
    void aFloodOfUnknownSecretsEvictsNoKey() {
        KeyService cached = keys(A_MINUTE);
        KeyService.Created created = keys.create("shop", Set.of(Scope.STATS_READ), "first", null);
        cached.find(created.secret(), ADDRESS);
        for (int i = 0; i < 5_000; i++) {
            cached.find("ck_" + "%043d".formatted(i), "192.0." + i / 50 % 256 + "." + i % 50);
        }
        int before = items.reads();

        assertThat(cached.find(created.secret(), ADDRESS)).isPresent();
        assertThat(items.reads()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ck_", "ck_short", "Bearer x", "ck_%", "ü"})
    void whatCannotBeASecretAsksNobody(String secret) {
        assertThat(keys.find(secret, ADDRESS)).isEmpty();
        assertThat(items.reads()).isZero();
    }

    @ParameterizedTest
    @MethodSource
    void section7_aKeyThatMakesNoSenseIsRefused(
            @Nullable String site, Set<Scope> scopes, String name, @Nullable Instant expires, String fault) {
        assertThat(keys.faults(site, scopes, name, expires))
                .singleElement()
                .asString()
                .startsWith(fault);
        assertThatThrownBy(() -> keys.create(site, scopes, name, expires))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(fault);
        assertThat(items.all()).isEmpty();
    }

    static Stream<Arguments> section7_aKeyThatMakesNoSenseIsRefused() {
        Set<Scope> read = Set.of(Scope.STATS_READ);
        return Stream.of(
                arguments("shop", Set.of(), "name", null, "scopes: is empty"),
                arguments(null, Set.of(), "name", null, "scopes: is empty"),
                arguments(null, read, "name", null, "site: is missing"),
                arguments("shop", Set.of(Scope.ADMIN), "name", null, "site: an admin key"),
                arguments("shop", read, " ", null, "name:"),
                arguments("shop", read, "n".repeat(101), null, "name:"),
                arguments("shop", read, "two\nlines", null, "name:"),
                arguments("shop", read, "name", Instant.parse("2025-06-10T12:00:00Z"), "expires: is in the past"));
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertThat(keys.faults(null, Set.of(Scope.STATS_READ), "", Instant.EPOCH))
                .hasSize(3);
        assertThat(keys.faults("shop", Set.of(Scope.STATS_READ), "n".repeat(100), TOMORROW))
                .isEqualTo(List.of());
    }

    private KeyService keys(Duration cacheFor) {
        return new KeyService(items, secrets(ADMIN), clock, cacheFor);
    }

    private static Secrets secrets(String admin) {
        return new Secrets() {
            @Override
            public byte[] master() {
                return new byte[32];
            }

            @Override
            public String adminKey() {
                return admin;
            }
        };
    }

    private static String unknown(int i) {
        return "ck_" + "%043d".formatted(i);
    }

    @Test
    void section7_anAddressHasFewUnknownSecretsLookedUpAMinute() {
        KeyService cached = keys(A_MINUTE);
        String known =
                keys.create("shop", Set.of(Scope.STATS_READ), "the shop", null).secret();
        String unseen =
                keys.create("shop", Set.of(Scope.STATS_READ), "the shop", null).secret();
        assertThat(cached.find(known, ADDRESS)).isPresent();
        for (int i = 0; i < LookupLimiter.MOST; i++) {
            assertThat(cached.find(unknown(i), ADDRESS)).isEmpty();
        }
        clock.forward(Duration.ofSeconds(10));
        int reads = items.reads();

        assertThatThrownBy(() -> cached.find(unknown(-1), ADDRESS))
                .isInstanceOf(TooManyLookupsException.class)
                .hasFieldOrPropertyWithValue("retryAfterSeconds", 50L);
        assertThatThrownBy(() -> cached.find(unseen, ADDRESS)).isInstanceOf(TooManyLookupsException.class);
        assertThat(items.reads()).isEqualTo(reads);
        assertThat(cached.find(known, ADDRESS)).isPresent();
        assertThat(cached.find(unseen, "192.0.2.2")).isPresent();

        clock.forward(Duration.ofSeconds(50));
        assertThat(cached.find(unknown(-1), ADDRESS)).isEmpty();
    }

    @Test
    void section7_aKeyThatWasFoundBeforeIsReadAgainForAnAddressThatGuesses() {
        KeyService uncached = keys(Duration.ZERO);
        String known =
                keys.create("shop", Set.of(Scope.STATS_READ), "the shop", null).secret();
        assertThat(uncached.find(known, ADDRESS)).isPresent();
        for (int i = 0; i < LookupLimiter.MOST; i++) {
            assertThat(uncached.find(unknown(i), ADDRESS)).isEmpty();
        }

        assertThat(uncached.find(known, ADDRESS)).isPresent();
        assertThatThrownBy(() -> uncached.find(unknown(-1), ADDRESS)).isInstanceOf(TooManyLookupsException.class);
    }

    @Test
    void theLimiterKeepsABoundedNumberOfAddressesAndTakesANetworkOfIpv6AsOne() {
        LookupLimiter limiter = new LookupLimiter(clock);
        for (int i = 0; i < LookupLimiter.MOST; i++) {
            assertThat(limiter.begin("2001:db8::" + Integer.toHexString(i + 1))).isEmpty();
            assertThat(limiter.begin("192.0.2.7")).isEmpty();
            limiter.succeeded("192.0.2.7");
        }
        assertThat(limiter.begin("2001:db8::ffff")).hasValue(60);
        assertThat(limiter.begin("2001:db8:0:1::1")).isEmpty();
        assertThat(limiter.begin("192.0.2.7")).isEmpty();

        for (int i = 0; i < LookupLimiter.MOST_ADDRESSES; i++) {
            limiter.begin("10." + i / 250 + ".0." + i % 250);
        }
        assertThat(limiter.begin("2001:db8::ffff")).isEmpty();
    }
}
