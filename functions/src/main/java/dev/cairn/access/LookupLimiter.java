package dev.cairn.access;

import dev.cairn.store.Hashes;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often a process reads the table for unknown secrets from one address: {@value #MOST} times a minute. IPv6
 * addresses in the same /64 network count as one, since a single sender usually has the whole network.
 *
 * <p>Addresses are kept only in memory, as salted hashes, limited to the {@value #MOST_ADDRESSES} seen last.
 * Thread-safe.
 */
final class LookupLimiter {
    static final int MOST = 60;
    static final int MOST_ADDRESSES = 10_000;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int NETWORK_BYTES = 8;

    private static final class Failures {
        private long since;
        private int count;
    }

    private final Clock clock;
    private final Map<Long, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    /** Created at the first lookup: a salt in a snapshot would be the same in every copy. */
    private byte @Nullable [] salt;

    LookupLimiter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a lookup as failed until {@link #succeeded} is called, so that concurrent lookups do not exceed the limit.
     * If the address has reached the limit, returns the seconds to wait and counts nothing.
     */
    synchronized OptionalLong begin(String address) {
        long now = clock.millis();
        Failures failures = byAddress.computeIfAbsent(hash(address), any -> new Failures());
        if (failures.count == 0 || now < failures.since || now >= failures.since + WINDOW.toMillis()) {
            failures.since = now;
            failures.count = 0;
        }
        if (failures.count >= MOST) {
            long left = failures.since + WINDOW.toMillis() - now;
            return OptionalLong.of((left + 999) / 1000);
        }
        failures.count++;
        return OptionalLong.empty();
    }

    synchronized void succeeded(String address) {
        Failures failures = byAddress.get(hash(address));
        if (failures != null && failures.count > 0) {
            failures.count--;
        }
    }

    private long hash(String address) {
        byte[] random = salt;
        if (random == null) {
            random = new byte[16];
            new SecureRandom().nextBytes(random);
            salt = random;
        }
        byte[] sender = sender(address);
        byte[] salted = Arrays.copyOf(random, random.length + sender.length);
        System.arraycopy(sender, 0, salted, random.length, sender.length);
        return ByteBuffer.wrap(Hashes.sha256(salted)).getLong();
    }

    private static byte[] sender(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
        } catch (IllegalArgumentException noAddress) {
            return address.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
