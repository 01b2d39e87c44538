package dev.cairn.collect.bots;

import dev.cairn.collect.scrub.IpAddressParser;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.plan.model.Site;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Determines why an event is excluded from every statistic (V3): the first {@link ExclusionReason}, in declaration
 * order, that applies.
 */
public final class ExclusionDetector {
    private final CrawlerDetector crawlers;

    /**
     * The signals to evaluate. {@code prefetch} comes from the request's {@code Sec-Purpose}, for browsers only;
     * {@code mailProxy} is checked for the pixel only.
     */
    public record BotSignals(
            @Nullable String address,
            @Nullable String agent,
            boolean server,
            boolean prefetch,
            boolean webdriver,
            boolean mailProxy,
            @Nullable String referrer) {}

    public ExclusionDetector(CrawlerDetector crawlers) {
        this.crawlers = crawlers;
    }

    public @Nullable ExclusionReason exclusionOf(BotSignals signals, Site site) {
        for (ExclusionReason kind : ExclusionReason.values()) {
            BooleanSupplier holds = holds(kind, signals, site);
            if (holds.getAsBoolean()) {
                return kind;
            }
        }
        return null;
    }

    /**
     * Whether the value of {@code Sec-Purpose} is {@code prefetch}, with or without parameters such as
     * {@code prerender}.
     */
    public static boolean isPrefetch(String purpose) {
        String kind = purpose.strip().toLowerCase(Locale.ROOT);
        return kind.equals("prefetch") || kind.startsWith("prefetch;");
    }

    private BooleanSupplier holds(ExclusionReason kind, BotSignals signals, Site site) {
        String agent = signals.agent();
        return switch (kind) {
            case INTERNAL -> () -> isInternal(signals.address(), site);
            case PREFETCH -> signals::prefetch;
            case WEBDRIVER -> signals::webdriver;
            case EMPTY_AGENT -> () -> !signals.server() && (agent == null || agent.isBlank());
            case CRAWLER -> () -> signals.mailProxy() || (agent != null && crawlers.isCrawler(agent));
            case REFERRER_SPAM -> () -> isSpam(signals.referrer());
            case ERASED -> () -> false;
        };
    }

    private static boolean isInternal(@Nullable String address, Site site) {
        return address != null
                && IpAddressParser.isWithinAny(address, site.collect().internal());
    }

    private static boolean isSpam(@Nullable String referrer) {
        return PageUrl.tryParse(referrer)
                .map(page -> ReferrerSpam.lists(page.host()))
                .orElse(false);
    }
}
