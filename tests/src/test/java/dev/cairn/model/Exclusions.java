package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Determines why an event is excluded from the statistics (V3): the first reason that applies. Reads the vendored
 * lists.
 */
final class Exclusions {
    private static final List<Pattern> CRAWLERS = crawlers();
    private static final Set<String> SPAM_HOSTS = spamHosts();
    /** A verdict takes 1,500 searches, and a history has few distinct agents. */
    private static final Map<String, Boolean> VERDICTS = new ConcurrentHashMap<>();

    private Exclusions() {}

    static @Nullable String of(
            Request request, Body event, @Nullable String address, @Nullable String agent, Site site) {
        if (address != null && site.collect().internal().stream().anyMatch(block -> isIn(address, block))) {
            return "internal";
        }
        String purpose =
                request.headers().getOrDefault("sec-purpose", "").strip().toLowerCase(Locale.ROOT);
        if (!request.server() && (purpose.equals("prefetch") || purpose.startsWith("prefetch;"))) {
            return "prefetch";
        }
        if (event.webdriver()) {
            return "webdriver";
        }
        if (!request.server() && (agent == null || agent.isBlank())) {
            return "empty_agent";
        }
        if (agent != null && VERDICTS.computeIfAbsent(agent, Exclusions::isCrawler)) {
            return "crawler";
        }
        boolean spam =
                Page.of(event.page("referrer")).map(page -> isSpam(page.host())).orElse(false);
        return spam ? "referrer_spam" : null;
    }

    private static boolean isCrawler(String agent) {
        return CRAWLERS.stream().anyMatch(pattern -> pattern.matcher(agent).find());
    }

    private static boolean isSpam(String host) {
        return SPAM_HOSTS.contains(host) || host.contains(".") && isSpam(host.substring(host.indexOf('.') + 1));
    }

    /** Whether the first bits of both are equal. */
    private static boolean isIn(String address, String block) {
        String[] networkAndBits = block.split("/");
        byte[] network = InetAddress.ofLiteral(networkAndBits[0]).getAddress();
        byte[] host = InetAddress.ofLiteral(address).getAddress();
        int bits = networkAndBits.length > 1 ? Integer.parseInt(networkAndBits[1]) : network.length * 8;
        int free = network.length * 8 - bits;
        return network.length == host.length
                && new BigInteger(1, network).shiftRight(free).equals(new BigInteger(1, host).shiftRight(free));
    }

    private static List<Pattern> crawlers() {
        try (InputStream in = resource("/collect/crawler-user-agents-1.60.0.json")) {
            List<Pattern> patterns = new ArrayList<>();
            for (JsonNode each : Json.MAPPER.readTree(in)) {
                patterns.add(Pattern.compile(each.path("pattern").asText()));
            }
            return patterns;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Set<String> spamHosts() {
        try (InputStream in = resource("/collect/referrer-spam.txt")) {
            Set<String> hosts = new HashSet<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                hosts.add(line.strip().toLowerCase(Locale.ROOT));
            }
            hosts.remove("");
            return hosts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static InputStream resource(String name) {
        return Objects.requireNonNull(Site.class.getResourceAsStream(name));
    }
}
