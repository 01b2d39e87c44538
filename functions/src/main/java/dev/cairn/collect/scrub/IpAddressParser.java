package dev.cairn.collect.scrub;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses literal IP addresses and CIDR blocks; never resolves a name. */
public final class IpAddressParser {
    private IpAddressParser() {}

    static Optional<InetAddress> tryParse(@Nullable String literal) {
        // A zone ("%eth0") refers to a local interface and may not exist on another machine.
        if (literal == null || literal.isBlank() || literal.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal.strip()));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The same string for an address however it is written; null if it is not an address. */
    public static @Nullable String canonical(@Nullable String literal) {
        return tryParse(literal).map(InetAddress::getHostAddress).orElse(null);
    }

    /**
     * Whether the address is in one of the blocks, each {@code network/prefix} with no bits set beyond the prefix, in
     * the form of {@link InetAddress#getHostAddress}. The time does not depend on the number of blocks.
     */
    public static boolean isWithinAny(String address, Set<String> blocks) {
        byte[] host = blocks.isEmpty()
                ? null
                : tryParse(address).map(InetAddress::getAddress).orElse(null);
        if (host == null) {
            return false;
        }
        for (int bits = host.length * Byte.SIZE; bits >= 0; bits--) {
            if (blocks.contains(text(prefix(host, bits)) + "/" + bits)) {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static byte[] prefix(byte[] address, int bits) {
        byte[] prefix = address.clone();
        for (int i = bits; i < prefix.length * Byte.SIZE; i++) {
            prefix[i / Byte.SIZE] &= (byte) ~(0x80 >> (i % Byte.SIZE));
        }
        return prefix;
    }
}
