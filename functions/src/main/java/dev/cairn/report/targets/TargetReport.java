package dev.cairn.report.targets;

import dev.cairn.domain.target.TargetProgress;
import dev.cairn.plan.model.Target;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One target and how it is getting on.
 *
 * @param figure to reach, or not to pass; null where the days to compare with are not known
 * @param ceiling whether the figure is not to be passed
 * @param currency of the figures; null when the metric is not an amount of money
 * @param otherCurrencies the currencies of amounts that are left out
 */
public record TargetReport(
        Target target,
        @Nullable BigDecimal figure,
        boolean ceiling,
        @Nullable String currency,
        TargetProgress progress,
        Set<String> otherCurrencies) {}
