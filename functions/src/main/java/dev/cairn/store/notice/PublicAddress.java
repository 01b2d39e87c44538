package dev.cairn.store.notice;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Distinguishes public internet addresses from those of private networks. */
final class PublicAddress {
    private static final int BYTE = 0xff;

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address || bytes.length == 4 ? isPublic4(bytes) : isPublic6(bytes);
    }

    /** The special-purpose blocks of IANA's registry for IPv4 (RFC 6890) that are not globally reachable. */
    private static boolean isPublic4(byte[] address) {
        int a = address[0] & BYTE;
        int b = address[1] & BYTE;
        int c = address[2] & BYTE;
        boolean own = a == 0 || a == 10 || a == 127 || a == 172 && b >= 16 && b <= 31 || a == 192 && b == 168;
        boolean carrier = a == 100 && b >= 64 && b <= 127;
        boolean linkLocal = a == 169 && b == 254;
        boolean reserved = a == 192 && b == 0 && (c == 0 || c == 2)
                || a == 192 && b == 88 && c == 99
                || a == 198 && (b == 18 || b == 19)
                || a == 198 && b == 51 && c == 100
                || a == 203 && b == 0 && c == 113;
        return !(own || carrier || linkLocal || reserved || a >= 224);
    }

    /**
     * Only global unicast, 2000::/3, without the blocks that embed an IPv4 address (6to4, Teredo) or document
     * (2001:db8::/32); IPv4-mapped addresses and NAT64 are outside it.
     */
    private static boolean isPublic6(byte[] address) {
        int first = (address[0] & BYTE) << 8 | address[1] & BYTE;
        int second = (address[2] & BYTE) << 8 | address[3] & BYTE;
        return first >> 13 == 1 && first != 0x2002 && !(first == 0x2001 && (second < 0x200 || second == 0xdb8));
    }
}
