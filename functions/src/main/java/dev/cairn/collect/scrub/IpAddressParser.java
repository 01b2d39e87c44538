package dev.cairn.collect.scrub;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses IP addresses and CIDR blocks as literals; never resolves a name. */
public final class IpAddressParser {
    private IpAddressParser() {}

    static Optional<InetAddress> tryParse(@Nullable String literal) {
        // A zone ("%eth0") names one of our interfaces and may fail on another machine.
        if (literal == null || literal.isBlank() || literal.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal.strip()));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** One text per address, however it was written; null when it is not an address. */
    public static @Nullable String canonical(@Nullable String literal) {
        return tryParse(literal).map(InetAddress::getHostAddress).orElse(null);
    }

    /**
     * Whether the address lies in the block {@code address/bits}; without bits, whether the two are the same address.
     */
    public static boolean within(String address, String block) {
        int slash = block.indexOf('/');
        Optional<byte[]> network =
                tryParse(slash < 0 ? block : block.substring(0, slash)).map(InetAddress::getAddress);
        Optional<byte[]> host = tryParse(address).map(InetAddress::getAddress);
        if (network.isEmpty() || host.isEmpty() || network.get().length != host.get().length) {
            return false;
        }
        int all = host.get().length * Byte.SIZE;
        int bits = slash < 0 ? all : bits(block.substring(slash + 1), all);
        return bits >= 0 && Arrays.equals(prefix(network.get(), bits), prefix(host.get(), bits));
    }

    private static int bits(String text, int all) {
        try {
            int bits = Integer.parseInt(text);
            return bits <= all ? bits : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
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
