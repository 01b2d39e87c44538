package dev.cairn.plan.parse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Domains under which anyone can register a name, such as {@code com}, {@code co.uk} and {@code github.io}: both
 * sections of the Public Suffix List ({@code plan/public_suffix_list.dat}), with wildcards and exceptions. The list's
 * default rule is not applied: an unknown top-level domain, such as {@code localhost}, is not a public suffix here.
 */
public final class PublicSuffixes {
    private static final String RESOURCE = "/plan/public_suffix_list.dat";

    /** Read on first use: it is needed only when a plan is saved or checked. */
    private static final class Holder {
        private static final Set<String> RULES = load();
    }

    private PublicSuffixes() {}

    /** @param host in lower case, an internationalized one in its ASCII form */
    static boolean contains(String host) {
        Set<String> rules = Holder.RULES;
        int dot = host.indexOf('.');
        return !rules.contains("!" + host)
                && (rules.contains(host) || (dot > 0 && rules.contains("*" + host.substring(dot))));
    }

    /**
     * The widest domain that belongs to one owner: {@code shop.example} for {@code www.shop.example}. A host that is
     * itself a public suffix, or has no dots, is returned as it is.
     *
     * @param host in lower case, an internationalized one in its ASCII form
     */
    public static String registrableDomain(String host) {
        int dot = host.lastIndexOf('.');
        while (dot > 0) {
            dot = host.lastIndexOf('.', dot - 1);
            String domain = host.substring(dot + 1);
            if (!contains(domain)) {
                return domain;
            }
        }
        return host;
    }

    private static Set<String> load() {
        try (InputStream in = Objects.requireNonNull(PublicSuffixes.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                    .map(PublicSuffixes::ascii)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ascii(String rule) {
        return rule.chars().allMatch(c -> c < 128) ? rule : IDN.toASCII(rule, IDN.ALLOW_UNASSIGNED);
    }
}
