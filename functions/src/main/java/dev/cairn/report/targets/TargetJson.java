package dev.cairn.report.targets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.target.TargetProgress;
import dev.cairn.domain.target.TargetProgress.Outlook;
import dev.cairn.plan.model.Target;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.PlainNumbers;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Writes a target as JSON. Counts have 1 decimal, their interval none and the required daily count 2; amounts have
 * their currency's decimals; pace and probability have 4.
 */
public final class TargetJson {
    private static final int RATIO_DIGITS = 4;

    private final TargetReport report;
    private final TargetProgress progress;
    private final int digits;
    private final boolean money;

    private TargetJson(TargetReport report) {
        this.report = report;
        this.progress = report.progress();
        this.money = report.currency() != null;
        this.digits = report.currency() == null ? 1 : Math.max(0, MoneyJson.digits(report.currency()));
    }

    /** The target with all of its days. */
    public static ObjectNode withDays(TargetReport report) {
        TargetJson writer = new TargetJson(report);
        ObjectNode json = writer.figures();
        writer.putDays(json.putArray("days"));
        return json;
    }

    private ObjectNode figures() {
        ObjectNode json = head();
        Outlook outlook = progress.outlook();
        if (outlook == null) {
            json.putNull("forecast").putNull("forecast_interval");
        } else {
            json.put("forecast", rounded(outlook.forecast()));
            json.putArray("forecast_interval").add(bound(outlook.low())).add(bound(outlook.high()));
        }
        return putRest(json);
    }

    /** A CSV row. */
    static ObjectNode cells(TargetReport report) {
        TargetJson writer = new TargetJson(report);
        ObjectNode json = writer.head();
        Outlook outlook = writer.progress.outlook();
        json.put("forecast", outlook == null ? null : writer.rounded(outlook.forecast()))
                .put("forecast_interval_low", outlook == null ? null : writer.bound(outlook.low()))
                .put("forecast_interval_high", outlook == null ? null : writer.bound(outlook.high()));
        return writer.putRest(json);
    }

    private ObjectNode head() {
        Target target = report.target();
        TargetProgress.Path path = progress.path();
        return Json.MAPPER
                .createObjectNode()
                .put("id", target.id())
                .put("metric", target.metric())
                .put("goal", target.goal())
                .put("currency", report.currency())
                .put("from", target.from().toString())
                .put("to", target.to().toString())
                .put(
                        "target",
                        report.figure() == null
                                ? null
                                : PlainNumbers.rounded(report.figure(), money ? digits : RATIO_DIGITS))
                .put("actual", PlainNumbers.rounded(progress.actual(), digits))
                .put("closed", PlainNumbers.rounded(progress.closed(), digits))
                .put("expected", rounded(path.expected()))
                .put("pace", number(path.pace(), RATIO_DIGITS));
    }

    private ObjectNode putRest(ObjectNode json) {
        TargetProgress.Path path = progress.path();
        return json.put("needed_per_day", number(path.neededPerDay(), money ? digits : 2))
                .put("remaining_days", path.remainingDays())
                .put("probability", number(progress.probability(), RATIO_DIGITS))
                .put("status", progress.status().word());
    }

    private void putDays(ArrayNode days) {
        for (TargetProgress.Day day : progress.days()) {
            days.addObject()
                    .put("date", day.date().toString())
                    .put("actual", day.actual() == null ? null : PlainNumbers.rounded(day.actual(), digits))
                    .put("expected", rounded(day.expected()));
        }
    }

    private @Nullable BigDecimal rounded(@Nullable Double figure) {
        return number(figure, digits);
    }

    private BigDecimal bound(double figure) {
        return PlainNumbers.rounded(BigDecimal.valueOf(figure), money ? digits : 0);
    }

    private static @Nullable BigDecimal number(@Nullable Double number, int digits) {
        return number == null ? null : PlainNumbers.rounded(BigDecimal.valueOf(number), digits);
    }
}
