package dev.cairn.model;

import dev.cairn.plan.model.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The traffic source of a visit, from its first event (V1, V2), as a value for each dimension.
 *
 * <p>The source is given by {@code utm_source} and {@code utm_medium}, completed by a click id; else by {@code source}
 * or {@code ref}; else by a click id that also occurs on unpaid links, unless the referrer is a social network; else by
 * the referrer; otherwise the visit is direct.
 */
record Touch(Map<String, String> values) {
    static final String NOBODY = "(none)";
    private static final String NOT_SET = "(not set)";
    private static final Set<String> SAYING_NOTHING = Set.of("", "(not set)", "(none)", "(direct)");

    private record Sender(@Nullable String source, @Nullable String medium) {}

    static Touch of(Copy event, Site site) {
        Page page = Page.of(event.url()).orElse(null);
        Map<String, String> query = page == null ? Map.of() : page.query();
        String referrer = referrer(event, page, site);
        Sender sender = sender(query, event.click(), referrer);
        String campaign = parameter(query, "utm_campaign");
        Map<String, String> values = new HashMap<>();
        values.put("channel", Channel.of(sender.source, sender.medium, campaign));
        values.put("source", sender.source);
        values.put("medium", sender.medium);
        values.put("campaign", campaign);
        values.put("term", parameter(query, "utm_term"));
        values.put("content", parameter(query, "utm_content"));
        values.put("referrer_host", referrer);
        values.put("entry_page", page == null ? null : page.path());
        values.put("device", event.agentClass());
        values.put("country", event.country());
        values.put("browser", event.browser());
        values.replaceAll((dimension, value) -> value == null || value.isEmpty() ? NOT_SET : value);
        return new Touch(values);
    }

    String value(String dimension) {
        return values.get(dimension);
    }

    /** The referrer's host, unless it is the page's own, one of the site's or a payment host (V2). */
    private static @Nullable String referrer(Copy event, @Nullable Page page, Site site) {
        String host = Page.of(event.referrer()).map(Page::host).orElse(null);
        List<String> none = new ArrayList<>(site.visits().ownHosts());
        none.addAll(site.visits().paymentHosts());
        if (page != null) {
            none.add(page.host());
        }
        boolean isNone = host == null || none.stream().anyMatch(own -> isBelow(host, own));
        return isNone ? null : withoutWww(host);
    }

    private static boolean isBelow(String host, String own) {
        String above = withoutWww(own.startsWith("*.") ? own.substring(2) : own);
        return ("." + host).endsWith("." + above);
    }

    private static String withoutWww(String host) {
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private static Sender sender(Map<String, String> query, @Nullable String click, @Nullable String referrer) {
        String source = parameter(query, "utm_source");
        String medium = parameter(query, "utm_medium");
        if (click != null && Clicks.DECIDING.containsKey(click)) {
            return new Sender(Clicks.DECIDING.get(click), "cpc");
        }
        if (click != null && Clicks.PAID.containsKey(click)) {
            return new Sender(source == null ? Clicks.PAID.get(click) : source, medium == null ? "cpc" : medium);
        }
        String hint = click == null ? null : Clicks.HINTS.get(click);
        if (source != null) {
            return new Sender(source, medium);
        }
        String named = parameter(query, "source") == null ? parameter(query, "ref") : parameter(query, "source");
        if (medium != null) {
            return new Sender(hint == null ? named : hint, medium);
        }
        if (named != null) {
            return new Sender(named, mediumOf(named));
        }
        boolean fromSocial = referrer != null && kind(referrer).equals("social");
        if (hint != null && !fromSocial) {
            return new Sender(hint, mediumOf(hint));
        }
        if (referrer == null) {
            return new Sender(null, null);
        }
        return new Sender(Hosts.find(referrer).map(Hosts.Known::name).orElse(referrer), mediumOf(referrer));
    }

    /** The medium of a link without {@code utm_medium}, by its source. */
    private static String mediumOf(String who) {
        return switch (kind(who)) {
            case "search" -> "organic";
            case "mail" -> "email";
            case "ai_assistant" -> "ai-assistant";
            default -> "referral";
        };
    }

    static String kind(String who) {
        return Hosts.find(who).map(Hosts.Known::kind).orElse("other");
    }

    private static @Nullable String parameter(Map<String, String> query, String name) {
        String value = query.getOrDefault(name, "").strip();
        return SAYING_NOTHING.contains(value.toLowerCase(Locale.ROOT)) ? null : value;
    }
}
