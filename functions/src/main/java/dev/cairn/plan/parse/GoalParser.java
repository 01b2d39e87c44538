package dev.cairn.plan.parse;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.AdsAction;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.Goal.Alternative;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.GoalValue;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.goal.Senders;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Scalars;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one goal (G1 to G3) with a site's settings. */
final class GoalParser {
    private static final Set<String> KEYS =
            Set.of("tier", "kind", "match", "count", "value", "pixel", "by", "ads", LabelParser.KEY);
    private static final Set<String> MONEY = Set.of("amount", "currency");
    private static final Map<String, GoalTier> TIERS = words(GoalTier.values(), GoalTier::word);
    private static final Map<String, MicroKind> KINDS = words(MicroKind.values(), MicroKind::word);
    private static final Map<String, CountingMethod> COUNTS = words(CountingMethod.values(), CountingMethod::word);
    private static final Map<String, Boolean> ADS = Map.of("primary", true, "secondary", false);
    private static final Set<String> ACTION = Set.of("as", "name");
    private static final int NAME_CHARACTERS = 100;
    /** Must not begin like a formula, because files for ad platforms have no protection against formulas. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}(\\[#][^\\p{Cntrl}]*");

    private static final Map<String, Boolean> SENDERS = Map.of("server", true);
    private static final String OF_THE_EVENT = "event";

    /** @param currency currency of fixed amounts without one */
    record Traits(String currency, List<String> keyPages) {}

    private final Traits traits;
    private final MatchParser matches;

    GoalParser(Traits traits) {
        this.traits = traits;
        this.matches = new MatchParser(traits.keyPages());
    }

    /** Returns null and reports why if the goal is invalid. */
    @Nullable
    Goal read(MappingReader.Named named) {
        int faultsBefore = named.faults().count();
        if (named.id().chars().allMatch(Character::isDigit)) {
            named.faults()
                    .add(
                            named.path(),
                            "a goal's id must contain a letter: in a funnel's within, a number means a step");
        }
        MappingReader block = named.open(KEYS);
        block.require("tier", "micro or macro");
        block.require("match", "which events meet the goal");
        GoalTier tier = block.word("tier", TIERS);
        MicroKind kind = kind(block, tier);
        List<Alternative> alternatives = matches.read(block.node("match"), block.under("match"), named.faults());
        CountingMethod count = Objects.requireNonNullElse(block.word("count", COUNTS), CountingMethod.EVENT);
        GoalValue value = value(block);
        Senders senders = senders(block, tier);
        AdsAction ads = ads(block, named.id());
        if (named.faults().count() > faultsBefore || tier == null) {
            return null;
        }
        Goal goal = new Goal(named.id(), tier, kind, alternatives, count, value, senders, ads);
        PlanLimits.conditions(goal, block.under("match"), named.faults());
        return goal;
    }

    private static @Nullable AdsAction ads(MappingReader block, String id) {
        if (!(block.node("ads") instanceof Node.Mapping)) {
            Boolean primary = block.word("ads", ADS);
            return primary == null ? null : new AdsAction(primary, id);
        }
        MappingReader action = block.block("ads", ACTION);
        action.require("as", "primary or secondary");
        Boolean primary = action.word("as", ADS);
        String name = Objects.requireNonNullElse(action.text("name"), id);
        if (name.length() > NAME_CHARACTERS || !NAME.matcher(name).matches()) {
            action.fault(
                    "name", "must be 1 to " + NAME_CHARACTERS + " characters, of which the first is a letter or digit");
        }
        return primary == null ? null : new AdsAction(primary, name);
    }

    private static @Nullable MicroKind kind(MappingReader block, @Nullable GoalTier tier) {
        if (tier == GoalTier.MICRO) {
            block.require("kind", "a micro is a milestone (a step towards a macro) or secondary");
        }
        if (tier == GoalTier.MACRO && block.has("kind")) {
            block.fault("kind", "only a micro has a kind; a macro is a main goal of the site");
            return null;
        }
        return block.word("kind", KINDS);
    }

    private static Senders senders(MappingReader block, @Nullable GoalTier tier) {
        boolean pixel = Boolean.TRUE.equals(block.truth("pixel"));
        if (pixel && tier == GoalTier.MACRO) {
            block.fault("pixel", "only a micro can be met through the pixel");
        }
        boolean byServer = Boolean.TRUE.equals(block.word("by", SENDERS));
        if (byServer && pixel) {
            block.fault("by", "cannot be server together with pixel: true; the pixel has no server key");
        }
        return byServer ? Senders.SERVERS_ONLY : pixel ? Senders.PIXEL_TOO : Senders.PAGES_AND_SERVERS;
    }

    private GoalValue value(MappingReader block) {
        if (isValueOfTheEvent(block)) {
            return GoalValue.OF_THE_EVENT;
        }
        Money fixed = fixedValue(block);
        return fixed == null ? GoalValue.NONE : new GoalValue.Fixed(fixed);
    }

    private static boolean isValueOfTheEvent(MappingReader block) {
        return block.node("value") instanceof Node.Scalar scalar
                && scalar.text().equals(OF_THE_EVENT);
    }

    private @Nullable Money fixedValue(MappingReader block) {
        Node value = block.node("value");
        if (value == null) {
            return null;
        }
        if (value instanceof Node.Mapping) {
            MappingReader money = block.block("value", MONEY);
            money.require("amount", "a decimal such as 12.50");
            String currency = money.text("currency");
            if (currency != null) {
                Currencies.check(currency, money.under("currency"), money.faults());
            }
            return money(money.node("amount"), money.under("amount"), currency, money.faults());
        }
        return money(value, block.under("value"), null, block.faults());
    }

    private @Nullable Money money(@Nullable Node node, String path, @Nullable String currency, PlanErrors faults) {
        if (!(node instanceof Node.Scalar scalar)) {
            if (node != null) {
                faults.add(path, "must be an amount, not " + node.described());
            }
            return null;
        }
        BigDecimal amount = amount(scalar, path, faults);
        return amount == null ? null : new Money(amount, currency == null ? traits.currency() : currency);
    }

    private static @Nullable BigDecimal amount(Node.Scalar scalar, String path, PlanErrors faults) {
        try {
            if (scalar.type() == Node.Type.NUMBER || scalar.type() == Node.Type.TEXT) {
                BigDecimal amount = Scalars.decimal(new BigDecimal(scalar.text()), path, faults);
                if (amount != null && amount.signum() < 0) {
                    faults.add(path, "must not be negative");
                }
                return amount;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below.
        }
        faults.add(
                path,
                "cannot be " + scalar.described()
                        + "; use event (the event's own value), an amount such as 12.50, or {amount, currency}");
        return null;
    }

    /** Whether the goal is hidden until the site sets key pages. */
    static boolean looksAtKeyPages(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries().containsKey("key_page")
                    || mapping.entries().values().stream().anyMatch(GoalParser::looksAtKeyPages);
        }
        return node instanceof Node.Sequence list && list.items().stream().anyMatch(GoalParser::looksAtKeyPages);
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> words.put(word.apply(value), value));
        return words;
    }
}
