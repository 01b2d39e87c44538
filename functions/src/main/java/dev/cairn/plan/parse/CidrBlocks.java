package dev.cairn.plan.parse;

import dev.cairn.plan.document.Suggestions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IP address blocks in CIDR notation (RFC 4632, RFC 4291); a plain address is a block of one. */
public final class CidrBlocks {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern FORM =
            Pattern.compile("(" + OCTET + "(\\." + OCTET + "){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?");

    private CidrBlocks() {}

    /**
     * Returns {@code network/prefix} with no bits set beyond the prefix. For anything else, reports an error and
     * returns null.
     */
    public static @Nullable String block(MappingReader.Place place) {
        Matcher parts = FORM.matcher(place.text());
        byte[] address = parts.matches() ? literal(parts.group(1)) : null;
        if (address == null) {
            place.fault(Suggestions.quoted(place.text())
                    + " is not an address block; write it as 192.0.2.0/24 or 2001:db8::/32");
            return null;
        }
        String given = parts.group(parts.groupCount());
        int bits = address.length * 8;
        int prefix = given == null ? bits : Integer.parseInt(given.substring(1));
        if (prefix > bits) {
            place.fault("the prefix " + given + " is longer than the address; the maximum is /" + bits);
            return null;
        }
        return text(masked(address, prefix)) + "/" + prefix;
    }

    private static byte @Nullable [] literal(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] network = address.clone();
        for (int i = 0; i < network.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            network[i] &= (byte) (0xFF << (8 - kept));
        }
        return network;
    }

    private static String text(byte[] network) {
        try {
            return InetAddress.getByAddress(network).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
