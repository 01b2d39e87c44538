package dev.cairn.report.targets;

import dev.cairn.domain.target.TargetProgress;
import dev.cairn.plan.model.Target;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One target and its progress.
 *
 * @param figure the value to reach or, for a ceiling, not to exceed; null if the days to compare with are not known
 * @param ceiling whether the figure must not be exceeded
 * @param currency the currency of the figures; null when the metric is not an amount
 * @param otherCurrencies the currencies of amounts that are left out
 */
public record TargetReport(
        Target target,
        @Nullable BigDecimal figure,
        boolean ceiling,
        @Nullable String currency,
        TargetProgress progress,
        Set<String> otherCurrencies) {}
