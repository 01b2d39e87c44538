package dev.cairn.access;

import dev.cairn.store.ItemStore;
import dev.cairn.store.Secrets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates, finds and revokes keys, which are stored as hashes. A service that may read the stack's own admin key
 * compares secrets with it; any other service finds it among the stored keys, where {@link #storeAdminKey} puts it.
 *
 * <p>A secret is {@code ck_}, or {@code share_} for a share, followed by 32 random bytes in base64url. A key that was
 * found is cached for {@code cacheFor}, so a revoked key is refused everywhere after that time. An unknown secret is
 * cached for a shorter time, so that a new key works soon. A process looks up at most {@value LookupLimiter#MOST}
 * unknown secrets a minute in the table for an address; beyond that, it still accepts keys that it has found before.
 * Thread-safe.
 */
public final class KeyService {

    /** A new key. Its secret is shown only here. */
    public record Created(AccessKey key, String secret) {}

    static final int MAX_NAME_CHARACTERS = 100;
    static final Duration BELIEVED_UNKNOWN = Duration.ofSeconds(2);

    static final Duration LONGEST_SHARE = Duration.ofDays(400);

    private static final String PREFIX = "ck_";
    private static final String SHARE_PREFIX = "share_";
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 9;
    private static final Pattern SECRET_FORM = Pattern.compile("(ck|share)_[A-Za-z0-9_-]{43}");
    private static final int MIN_ADMIN_CHARACTERS = 16;

    /** Any secret that an administrator may choose; anything else is refused without reading a table. */
    private static final Pattern ADMIN_FORM = Pattern.compile("[!-~]{" + MIN_ADMIN_CHARACTERS + ",512}");

    private static final AccessKey STACKS_ADMIN = new AccessKey(
            "admin", null, Set.of(Scope.ADMIN), "the stack's own admin key", Instant.EPOCH, null, false, null);

    private final KeyStore store;
    private final KeyCache cache;
    private final @Nullable Secrets secrets;
    private final Clock clock;
    private final LookupLimiter limiter;

    /** @param cacheFor how long a key may be cached before the store is read again */
    public KeyService(ItemStore items, Secrets secrets, Clock clock, Duration cacheFor) {
        this(items, clock, cacheFor, secrets);
    }

    /** A service that may not read the admin key and uses the hash stored by {@link #storeAdminKey}. */
    public static KeyService withStoredAdminKey(ItemStore items, Clock clock, Duration cacheFor) {
        return new KeyService(items, clock, cacheFor, null);
    }

    private KeyService(ItemStore items, Clock clock, Duration cacheFor, @Nullable Secrets secrets) {
        this.store = new KeyStore(items);
        this.cache =
                new KeyCache(clock, cacheFor, cacheFor.compareTo(BELIEVED_UNKNOWN) < 0 ? cacheFor : BELIEVED_UNKNOWN);
        this.secrets = secrets;
        this.clock = clock;
        this.limiter = new LookupLimiter(clock);
    }

    /**
     * Finds the key for a bearer secret; empty if it is unknown, revoked or expired. Throws
     * {@link TooManyLookupsException} if the address has sent too many unknown ones.
     *
     * @param address the sender's address, which is kept only in memory, hashed
     */
    public Optional<AccessKey> find(String secret, String address) {
        return findAlsoExpired(secret, address).filter(this::isValid);
    }

    /**
     * Stores the hash of the stack's own admin key in place of any earlier one, for services that may not read the
     * secret. Throws {@link IllegalArgumentException} if the key is too short or contains characters other than visible
     * ASCII.
     */
    public static void storeAdminKey(ItemStore items, String secret) {
        if (!ADMIN_FORM.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "The admin key must have " + MIN_ADMIN_CHARACTERS + " to 512 visible ASCII characters.");
        }
        new KeyStore(items).replace(STACKS_ADMIN, KeyStore.hash(secret));
    }

    /** Whether a string looks like the secret of a share. */
    public static boolean isShare(String secret) {
        return secret.startsWith(SHARE_PREFIX);
    }

    public boolean isValid(AccessKey key) {
        return key.isValidAt(clock.instant());
    }

    /** Like {@link #find}, but includes keys that have recently expired. */
    public Optional<AccessKey> findAlsoExpired(String secret, String address) {
        if (secrets != null && isStacksAdmin(secret, secrets.adminKey())) {
            return Optional.of(STACKS_ADMIN);
        }
        Pattern form = secrets == null ? ADMIN_FORM : SECRET_FORM;
        if (!form.matcher(secret).matches()) {
            return Optional.empty();
        }
        return cache.get(KeyStore.hash(secret), hash -> lookedUp(hash, address));
    }

    private Optional<AccessKey> lookedUp(String hash, String address) {
        OptionalLong wait = limiter.begin(address);
        if (wait.isPresent() && !cache.wasKnown(hash)) {
            throw new TooManyLookupsException(wait.getAsLong());
        }
        Optional<AccessKey> key = store.find(hash);
        if (key.isPresent() && wait.isEmpty()) {
            limiter.succeeded(address);
        }
        return key;
    }

    /** Returns the errors in a requested key, each a sentence that begins with the field; empty if there are none. */
    public List<String> faults(@Nullable String site, Set<Scope> scopes, String name, @Nullable Instant expires) {
        List<String> faults = new ArrayList<>();
        boolean admin = scopes.contains(Scope.ADMIN);
        if (scopes.isEmpty()) {
            faults.add("scopes: is empty; use stats:read, events:write, plan:write, audience:read or admin");
        }
        if (site == null && !scopes.isEmpty() && !admin) {
            faults.add("site: is missing; only an admin key is valid for every site");
        }
        if (site != null && admin) {
            faults.add("site: an admin key is valid for every site; leave it out");
        }
        checkNameAndExpiry(name, expires, faults);
        return List.copyOf(faults);
    }

    /**
     * Returns the errors in a requested share, in the same form.
     *
     * @param maker the key that requests the share; the share must not outlive it
     */
    public List<String> shareFaults(AccessKey maker, String name, @Nullable Instant expires) {
        List<String> faults = new ArrayList<>();
        checkNameAndExpiry(name, expires, faults);
        if (expires == null) {
            faults.add("expires: is missing; a share expires at most " + LONGEST_SHARE.toDays() + " days from now");
        } else if (expires.isAfter(clock.instant().plus(LONGEST_SHARE))) {
            faults.add("expires: is more than " + LONGEST_SHARE.toDays() + " days from now");
        } else if (!maker.isValidAt(expires.minusMillis(1))) {
            faults.add("expires: is later than " + maker.expires() + ", when the key that creates the share expires");
        }
        return List.copyOf(faults);
    }

    private void checkNameAndExpiry(String name, @Nullable Instant expires, List<String> faults) {
        if (name.isBlank()
                || name.length() > MAX_NAME_CHARACTERS
                || name.chars().anyMatch(Character::isISOControl)) {
            faults.add("name: must be a single line of 1 to " + MAX_NAME_CHARACTERS + " characters");
        }
        if (expires != null && !expires.isAfter(clock.instant())) {
            faults.add("expires: is in the past");
        }
    }

    /** Creates a key. Throws {@link IllegalArgumentException} if {@link #faults} returns any errors. */
    public Created create(@Nullable String site, Set<Scope> scopes, String name, @Nullable Instant expires) {
        refuse(faults(site, scopes, name, expires));
        return add(null, site, scopes, name, expires);
    }

    /**
     * Creates a share of a site's statistics; empty if the key that creates it has been revoked in the meantime. Throws
     * {@link IllegalArgumentException} if {@link #shareFaults} returns any errors.
     */
    public Optional<Created> share(AccessKey maker, String site, String name, Instant expires) {
        refuse(shareFaults(maker, name, expires));
        Created share = add(maker, site, Set.of(Scope.STATS_READ), name, expires);
        // The maker may have been revoked but still be cached. A revocation removes the key first and then looks for
        // its shares: either it finds this share, or this check finds that the key is gone.
        if (!maker.equals(STACKS_ADMIN)
                && store.all().stream().noneMatch(key -> key.id().equals(maker.id()))) {
            revoke(share.key().id());
            return Optional.empty();
        }
        return Optional.of(share);
    }

    private static void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** @param maker the key that creates a share; null for any other key */
    private Created add(
            @Nullable AccessKey maker,
            @Nullable String site,
            Set<Scope> scopes,
            String name,
            @Nullable Instant expires) {
        // Not created earlier: a generator in a snapshot would generate the same secrets in every copy.
        SecureRandom random = new SecureRandom();
        String secret = (maker == null ? PREFIX : SHARE_PREFIX) + text(random, SECRET_BYTES);
        AccessKey key = new AccessKey(
                text(random, ID_BYTES),
                site,
                Set.copyOf(scopes),
                name,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                expires,
                maker != null,
                maker == null ? null : maker.id());
        store.add(KeyStore.hash(secret), key);
        return new Created(key, secret);
    }

    /** Returns the stored keys that have not expired, oldest first, without the stack's own admin key. */
    public List<AccessKey> list() {
        Instant now = clock.instant();
        return store.all().stream()
                .filter(key -> key.isValidAt(now) && !key.id().equals(STACKS_ADMIN.id()))
                .sorted(Comparator.comparing(AccessKey::created).thenComparing(AccessKey::id))
                .toList();
    }

    /** Revokes a key and the shares created with it. Returns false if there is neither such a key nor such a share. */
    public boolean revoke(String id) {
        if (id.equals(STACKS_ADMIN.id())) {
            return false;
        }
        boolean known = store.remove(key -> id.equals(key.id()));
        boolean hadShares = store.remove(key -> id.equals(key.madeBy()));
        cache.forget(key -> id.equals(key.id()) || id.equals(key.madeBy()));
        return known || hadShares;
    }

    /** Compares hashes in constant time: the duration reveals neither the length nor a prefix of the secret. */
    private static boolean isStacksAdmin(String secret, String admin) {
        return admin.length() >= MIN_ADMIN_CHARACTERS
                && MessageDigest.isEqual(KeyStore.digest(admin), KeyStore.digest(secret));
    }

    private static String text(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }
}
