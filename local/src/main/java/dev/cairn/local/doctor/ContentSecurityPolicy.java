package dev.cairn.local.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A page's policies, as far as they decide whether it may load a script from an address or send to it (Content Security
 * Policy Level 3, 6.7.2: sources by scheme, host, port and path).
 */
final class ContentSecurityPolicy {
    private final List<Map<String, List<String>>> policies = new ArrayList<>();
    private final URI page;

    /** @param headers values of the header and of meta elements; each is a separate policy, and all apply */
    ContentSecurityPolicy(List<String> headers, URI page) {
        this.page = page;
        for (String header : headers) {
            for (String policy : header.split(",")) {
                Map<String, List<String>> directives = new LinkedHashMap<>();
                for (String directive : policy.split(";")) {
                    List<String> words = List.of(directive.strip().split("\\s+"));
                    directives.putIfAbsent(words.getFirst().toLowerCase(Locale.ROOT), words.subList(1, words.size()));
                }
                policies.add(directives);
            }
        }
    }

    /** @param nonce the script element's nonce; empty if it has none */
    boolean allowsScript(URI script, String nonce) {
        return policies.stream().allMatch(policy -> {
            List<String> sources = sources(policy, "script-src-elem", "script-src");
            boolean known = !nonce.isEmpty() && sources.contains("'nonce-" + nonce + "'");
            return known || (!sources.contains("'strict-dynamic'") && matches(sources, script));
        });
    }

    boolean allowsSendingTo(URI address) {
        return policies.stream().allMatch(policy -> matches(sources(policy, "connect-src"), address));
    }

    private static List<String> sources(Map<String, List<String>> policy, String... names) {
        for (String name : names) {
            if (policy.containsKey(name)) {
                return policy.getOrDefault(name, List.of());
            }
        }
        return policy.getOrDefault("default-src", List.of("*"));
    }

    private boolean matches(List<String> sources, URI address) {
        return sources.stream().anyMatch(source -> matches(source.toLowerCase(Locale.ROOT), address));
    }

    private boolean matches(String source, URI address) {
        if (source.equals("*")) {
            return true;
        }
        if (source.equals("'self'")) {
            return address.getScheme().equals(page.getScheme())
                    && address.getHost().equalsIgnoreCase(page.getHost())
                    && port(address) == port(page);
        }
        if (source.endsWith(":")) {
            return source.equals(address.getScheme() + ":");
        }
        if (source.startsWith("'")) {
            return false;
        }
        int scheme = source.indexOf("://");
        String rest = scheme < 0 ? source : source.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        return schemeMatches(scheme < 0 ? page.getScheme() : source.substring(0, scheme), address.getScheme())
                && hostMatches(host, address)
                && (slash < 0 || pathMatches(rest.substring(slash), address.getPath()));
    }

    /** An http source also matches https. */
    private static boolean schemeMatches(String source, String address) {
        return source.equals(address) || (source.equals("http") && address.equals("https"));
    }

    private static boolean hostMatches(String source, URI address) {
        int colon = source.lastIndexOf(':');
        boolean portNamed = colon > source.lastIndexOf(']');
        String host = portNamed ? source.substring(0, colon) : source;
        String port = portNamed ? source.substring(colon + 1) : "";
        String asked = address.getHost().toLowerCase(Locale.ROOT);
        boolean sameHost = host.startsWith("*.") ? asked.endsWith(host.substring(1)) : asked.equals(host);
        int usual = address.getScheme().equals("https") ? 443 : 80;
        return sameHost
                && (port.equals("*") || port.isEmpty()
                        ? port.equals("*") || port(address) == usual
                        : port.equals(Integer.toString(port(address))));
    }

    private static boolean pathMatches(String source, String path) {
        return source.endsWith("/") ? path.toLowerCase(Locale.ROOT).startsWith(source) : path.equalsIgnoreCase(source);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
    }
}
