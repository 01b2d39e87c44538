package dev.cairn.model;

import dev.cairn.domain.person.ExclusionRule;
import dev.cairn.domain.person.ExclusionRule.Traits;
import dev.cairn.plan.model.Site;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Determines which copies the plan in force leaves out of the statistics ({@code exclude}). */
final class LeftOut {
    private final PlanBook plans;
    private final List<ExclusionRule> rules;

    LeftOut(PlanBook plans) {
        this.plans = plans;
        Site now = plans.now();
        this.rules = now == null ? List.of() : now.exclude().rules();
    }

    /** The id of the first rule that leaves the copy out; null for none. */
    @Nullable
    String by(Copy copy) {
        for (ExclusionRule rule : rules) {
            if (copy.at() >= rule.from() && copy.at() < rule.to() && hasAll(rule.traits(), copy)) {
                return rule.id();
            }
        }
        return null;
    }

    private boolean hasAll(Traits traits, Copy copy) {
        Touch touch = Touch.of(copy, plans.site(copy.plan()));
        String path = Page.of(copy.url()).map(Page::path).orElse(null);
        String referrer = touch.value("referrer_host");
        return (traits.name() == null || Matching.matches(traits.name(), copy.name()))
                && (traits.page() == null || path != null && Matching.matches(traits.page(), path))
                && (traits.referrer() == null || Matching.matches(traits.referrer(), referrer))
                && (traits.channel() == null || traits.channel().equals(touch.value("channel")))
                && (traits.country() == null || traits.country().equals(copy.country()))
                && (traits.device() == null || traits.device().equals(copy.agentClass()))
                && (traits.link() == null
                        || Objects.equals(
                                traits.link().name().toLowerCase(Locale.ROOT),
                                copy.link().name().toLowerCase(Locale.ROOT)))
                && (traits.server() == null || traits.server() == copy.server());
    }
}
