package dev.cairn.collect.bots;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists hosts that fake visits in order to appear in reports (V3); a listed host includes its subdomains. */
final class ReferrerSpam {
    static final String RESOURCE = "/collect/referrer-spam.txt";

    private static final class Vendored {
        static final Set<String> HOSTS = hosts();
    }

    private ReferrerSpam() {}

    /** @param host lower case, without port */
    static boolean lists(String host) {
        for (String each = host; !each.isEmpty(); each = parent(each)) {
            if (Vendored.HOSTS.contains(each)) {
                return true;
            }
        }
        return false;
    }

    private static String parent(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? "" : host.substring(dot + 1);
    }

    static Set<String> hosts() {
        try (InputStream in = ReferrerSpam.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.strip().toLowerCase(Locale.ROOT))
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
