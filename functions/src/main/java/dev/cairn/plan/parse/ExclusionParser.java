package dev.cairn.plan.parse;

import dev.cairn.domain.event.Channel;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.goal.Glob;
import dev.cairn.domain.person.ExclusionRule;
import dev.cairn.domain.person.ExclusionRules;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.Suggestions;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a site's {@code exclude}: the events that are excluded from its statistics. */
final class ExclusionParser {
    private static final Set<String> KEYS =
            Set.of("id", "from", "to", "name", "page", "channel", "referrer", "country", "device", "link", "sender");
    private static final Map<String, String> DEVICES = Arrays.stream(new String[] {"desktop", "mobile", "tablet", "tv"})
            .collect(Collectors.toMap(Function.identity(), Function.identity()));
    private static final Map<String, String> CHANNELS =
            Arrays.stream(Channel.values()).collect(Collectors.toMap(Channel::word, Channel::word));
    private static final Map<String, LinkLevel> LINKS = Arrays.stream(LinkLevel.values())
            .collect(Collectors.toMap(level -> level.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final Map<String, Boolean> SENDERS = Map.of("server", true, "browser", false);

    private ExclusionParser() {}

    static ExclusionRules read(MappingReader site) {
        PlanLimits.items(site, "exclude", PlanLimits.EXCLUSIONS);
        List<Node> items = site.items("exclude");
        List<ExclusionRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            MappingReader block =
                    MappingReader.open(items.get(i), Suggestions.item(site.under("exclude"), i), site.faults(), KEYS);
            ExclusionRule rule = rule(block, i);
            if (rule != null) {
                rules.add(rule);
                if (!ids.add(rule.id())) {
                    block.fault("id", Suggestions.quoted(rule.id()) + " is already the id of another rule");
                }
            }
        }
        return rules.isEmpty() ? ExclusionRules.NONE : new ExclusionRules(List.copyOf(rules));
    }

    private static @Nullable ExclusionRule rule(MappingReader block, int index) {
        block.require("from", "the time from which events are excluded, such as 2026-11-20T10:00:00Z");
        block.require("to", "the time at which the exclusion ends, such as 2026-11-20T18:00:00Z");
        String id = block.text("id");
        if (id != null && !Suggestions.isId(id)) {
            block.fault("id", "is not an id: " + Suggestions.ID_RULE);
        }
        Long from = time(block, "from");
        Long to = time(block, "to");
        if (from != null && to != null && from >= to) {
            block.fault("to", "must be later than from");
        }
        ExclusionRule.Traits traits = traits(block);
        return from == null || to == null
                ? null
                : new ExclusionRule(id == null ? Integer.toString(index + 1) : id, from, to, traits);
    }

    private static ExclusionRule.Traits traits(MappingReader block) {
        String country = block.text("country");
        return new ExclusionRule.Traits(
                glob(block, "name"),
                glob(block, "page"),
                block.word("channel", CHANNELS),
                glob(block, "referrer"),
                country == null ? null : country.toUpperCase(Locale.ROOT),
                block.word("device", DEVICES),
                block.word("link", LINKS),
                block.word("sender", SENDERS));
    }

    private static @Nullable Glob glob(MappingReader block, String key) {
        String glob = block.text(key);
        if (glob == null) {
            return null;
        }
        PlanLimits.pattern(glob, block.under(key), block.faults());
        return new Glob(glob);
    }

    private static @Nullable Long time(MappingReader block, String key) {
        String text = block.text(key);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException notATime) {
            block.fault(
                    key,
                    Suggestions.quoted(text)
                            + " is not a time; use a date and time with offset, such as 2026-11-20T10:00:00Z or"
                            + " 2026-11-20T11:00:00+01:00");
            return null;
        }
    }
}
