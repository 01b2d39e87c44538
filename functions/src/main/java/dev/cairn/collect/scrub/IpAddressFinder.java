package dev.cairn.collect.scrub;

import java.util.Arrays;
import java.util.List;

/** Finds IPv4 and IPv6 addresses written as literals. */
final class IpAddressFinder {
    private static final int OCTETS = 4;
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int LARGEST_OCTET = 255;

    private IpAddressFinder() {}

    static String redact(String text) {
        String withoutSix = text.indexOf(':') < 0
                ? text
                : CharacterRuns.replace(text, IpAddressFinder::isSix, IpAddressFinder::six);
        return withoutSix.indexOf('.') < 0
                ? withoutSix
                : CharacterRuns.replace(
                        withoutSix, IpAddressFinder::isFour, run -> hasFourOctets(run) ? Redactor.REDACTED : run);
    }

    private static boolean isFour(int c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private static boolean isSix(int c) {
        return c == ':' || c == '.' || Character.isLetterOrDigit(c);
    }

    /** Whether the run has four octets in a row. A version number may look the same, but losing it does less harm. */
    private static boolean hasFourOctets(String run) {
        int octets = 0;
        for (String part : run.split("\\.", -1)) {
            octets = isOctet(part) ? octets + 1 : 0;
            if (octets == OCTETS) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOctet(String part) {
        return !part.isEmpty()
                && part.length() <= 3
                && part.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(part) <= LARGEST_OCTET;
    }

    /**
     * Redacts the longest sequences of groups that may form an address, in a run of letters, digits, dots and colons.
     */
    private static String six(String run) {
        if (run.indexOf(':') == run.lastIndexOf(':')) {
            return run;
        }
        List<String> groups = Arrays.asList(run.split(":", -1));
        StringBuilder redacted = new StringBuilder(run.length());
        int i = 0;
        while (i < groups.size()) {
            int end = i;
            while (end < groups.size() && isGroup(groups.get(end))) {
                end++;
            }
            List<String> stretch = groups.subList(i, Math.max(end, i + 1));
            redacted.append(i == 0 ? "" : ":");
            redacted.append(end > i && isAddress(stretch) ? Redactor.REDACTED : String.join(":", stretch));
            i += stretch.size();
        }
        return redacted.toString();
    }

    private static boolean isGroup(String group) {
        return group.length() <= GROUP_DIGITS && group.chars().allMatch(Redactor::isHex) || hasFourOctets(group);
    }

    /** All eight groups, or at least two with a gap between or before them ({@code ::1} does not identify anyone). */
    private static boolean isAddress(List<String> groups) {
        long written = groups.stream().filter(group -> !group.isEmpty()).count();
        boolean gap = groups.size() > 2 && groups.subList(1, groups.size() - 1).contains("");
        return written >= GROUPS || (gap && written >= 2);
    }
}
