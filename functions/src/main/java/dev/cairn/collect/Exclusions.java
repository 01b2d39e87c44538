package dev.cairn.collect;

import dev.cairn.domain.Exclusion;
import dev.cairn.domain.PageAddress;
import dev.cairn.plan.Site;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Why an event is left out of every statistic (V3): the first kind, in the order of {@link Exclusion}, that holds. */
final class Exclusions {
    private final Crawlers crawlers;

    /**
     * What is looked at: {@code prefetch} is the request's {@code Sec-Purpose}, a browser's only; {@code mailProxy} is
     * looked for at the pixel only.
     */
    record Signs(
            @Nullable String address,
            @Nullable String agent,
            boolean server,
            boolean prefetch,
            boolean webdriver,
            boolean mailProxy,
            @Nullable String referrer) {}

    Exclusions(Crawlers crawlers) {
        this.crawlers = crawlers;
    }

    @Nullable
    Exclusion of(Signs signs, Site site) {
        for (Exclusion kind : Exclusion.values()) {
            BooleanSupplier holds = holds(kind, signs, site);
            if (holds.getAsBoolean()) {
                return kind;
            }
        }
        return null;
    }

    /** The value of {@code Sec-Purpose} is {@code prefetch}, with or without parameters such as {@code prerender}. */
    static boolean isPrefetch(String purpose) {
        String kind = purpose.strip().toLowerCase(Locale.ROOT);
        return kind.equals("prefetch") || kind.startsWith("prefetch;");
    }

    private BooleanSupplier holds(Exclusion kind, Signs signs, Site site) {
        String agent = signs.agent();
        return switch (kind) {
            case INTERNAL -> () -> isInternal(signs.address(), site);
            case PREFETCH -> signs::prefetch;
            case WEBDRIVER -> signs::webdriver;
            case EMPTY_AGENT -> () -> !signs.server() && (agent == null || agent.isBlank());
            case CRAWLER -> () -> signs.mailProxy() || (agent != null && crawlers.isCrawler(agent));
            case REFERRER_SPAM -> () -> isSpam(signs.referrer());
            case ERASED -> () -> false;
        };
    }

    private static boolean isInternal(@Nullable String address, Site site) {
        return address != null && site.internal().stream().anyMatch(block -> Addresses.within(address, block));
    }

    private static boolean isSpam(@Nullable String referrer) {
        return PageAddress.tryParse(referrer)
                .map(page -> ReferrerSpam.lists(page.host()))
                .orElse(false);
    }
}
