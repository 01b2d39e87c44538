package dev.cairn.report.ads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.event.Money;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.AggregationRuns;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Files of conversions and refunds in the format that Google Ads imports (N9.3, N9.6). Times are in UTC: in local time,
 * the repeated hour in autumn or a change of the site's time zone would change a conversion's key. The same range and
 * data yield the same bytes.
 */
public final class AdsResource {
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_BYTES = 5_000_000;
    private static final int EVENTS_PER_REQUEST = 2_000;
    /** The maximum age of a conversion that Google allows to be adjusted. */
    private static final Duration ADJUSTABLE = Duration.ofDays(55);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ZONE = "Parameters:TimeZone=+0000\n";
    private static final Map<String, String> CLICKS =
            Map.of("gclid", "Google Click ID", "gbraid", "GBRAID", "wbraid", "WBRAID");
    /** {@code json} summarises the file without listing any click or conversion. */
    private enum Format {
        CSV,
        DATA_MANAGER,
        JSON
    }

    private static final Map<String, Format> FORMATS =
            Map.of("csv", Format.CSV, "data-manager", Format.DATA_MANAGER, "json", Format.JSON);

    /** The default number of decimals by ISO 4217 currency; a sender may use any three letters. */
    private static final Map<String, Integer> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() > 0)
            .collect(Collectors.toMap(Currency::getCurrencyCode, Currency::getDefaultFractionDigits));

    private final ReadAccess access;
    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final AggregationRuns runs;
    private final AdsConversions ads;

    public AdsResource(
            ReadAccess access, PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
        this.runs = new AggregationRuns(dependencies.items());
        this.ads = new AdsConversions(dependencies.items(), dependencies.clock());
    }

    public Response conversions(ApiRequest call) {
        return onSite(call, site -> {
            QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "click", "format");
            DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
            String kind = parameters
                    .choice("click", CLICKS.keySet().stream().collect(Collectors.toMap(each -> each, each -> each)))
                    .orElse("gclid");
            Format format = parameters.choice("format", FORMATS).orElse(Format.CSV);
            return parameters.answer(() -> conversions(site, range, kind, format));
        });
    }

    private Response conversions(Site site, DayRange range, String kind, Format format) {
        AdsConversions.Found found = ads.conversions(site, range, kind, asOf());
        if (format == Format.JSON) {
            return TextResponse.json(summary(site, range, kind, found));
        }
        Response file = format == Format.DATA_MANAGER
                ? file("application/x-ndjson", bodies(found.rows(), kind))
                : file("text/csv; charset=utf-8; header=present", csv(found.rows(), kind));
        return file instanceof TextResponse text
                ? warned(text.withHeader("cairn-left-out", found.accounts()), site, found)
                : file;
    }

    private static TextResponse warned(TextResponse file, Site site, AdsConversions.Found found) {
        return warning(site, found)
                .map(warning -> file.withHeader("cairn-warning", warning.code()))
                .orElse(file);
    }

    private static Optional<Warning> warning(Site site, AdsConversions.Found found) {
        if (site.goals().values().stream().noneMatch(goal -> goal.ads() != null)) {
            return Optional.of(Warning.NO_ADS_GOALS);
        }
        return found.clicks() ? Optional.empty() : Optional.of(Warning.NO_CLICK_IDS);
    }

    /**
     * The number of rows in the file and of conversions left out, with the warnings that the file carries in a header.
     */
    private static ObjectNode summary(Site site, DayRange range, String kind, AdsConversions.Found found) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("site", site.id())
                .put("from", range.from().toString())
                .put("to", range.to().toString())
                .put("click", kind)
                .put("conversions", found.rows().size());
        json.set("left_out", Json.MAPPER.valueToTree(found.leftOut()));
        json.putObject("meta")
                .set(
                        "warnings",
                        Json.MAPPER.valueToTree(warning(site, found).stream().toList()));
        return json;
    }

    private static String csv(List<AdsConversions.Row> rows, String kind) {
        StringBuilder csv = new StringBuilder(ZONE);
        csv.append(line(List.of(
                CLICKS.getOrDefault(kind, kind),
                "Conversion Name",
                "Conversion Time",
                "Conversion Value",
                "Conversion Currency",
                "Order ID",
                "Ad User Data",
                "Ad Personalization")));
        for (AdsConversions.Row row : rows) {
            csv.append(line(List.of(
                    row.click(),
                    row.name(),
                    time(row.at()),
                    amount(row.value()),
                    currency(row.value()),
                    row.orderId(),
                    "Granted",
                    "Granted")));
        }
        return csv.toString();
    }

    /** Request bodies for Google's Data Manager, one per line, each with the maximum number of events. */
    private static String bodies(List<AdsConversions.Row> rows, String kind) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from == 0 || from < rows.size(); from += EVENTS_PER_REQUEST) {
            ObjectNode body = Json.MAPPER.createObjectNode();
            ArrayNode events = body.putArray("events");
            rows.subList(from, Math.min(rows.size(), from + EVENTS_PER_REQUEST))
                    .forEach(row -> put(events.addObject(), row, kind));
            lines.add(Json.write(body) + "\n");
        }
        return String.join("", lines);
    }

    private static void put(ObjectNode event, AdsConversions.Row row, String kind) {
        event.put("transactionId", row.orderId())
                .put("eventTimestamp", Instant.ofEpochMilli(row.at()).toString())
                .put("eventSource", "WEB");
        if (row.value() != null) {
            event.put("conversionValue", row.value().amount())
                    .put("currency", row.value().currency());
        }
        event.putObject("adIdentifiers").put(kind, row.click());
        event.putObject("consent").put("adUserData", "CONSENT_GRANTED").put("adPersonalization", "CONSENT_GRANTED");
    }

    public Response adjustments(ApiRequest call) {
        return onSite(call, site -> {
            QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to");
            DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
            return parameters.answer(() -> file("text/csv; charset=utf-8; header=present", adjustments(site, range)));
        });
    }

    private String adjustments(Site site, DayRange range) {
        StringBuilder csv = new StringBuilder(ZONE);
        csv.append(line(List.of(
                "Order ID",
                "Conversion Name",
                "Adjustment Time",
                "Adjustment Type",
                "Adjusted Value",
                "Adjusted Value Currency")));
        for (AdsConversions.Adjustment each : ads.adjustments(site, range, ADJUSTABLE)) {
            csv.append(line(List.of(
                    each.orderId(),
                    each.name(),
                    time(each.at()),
                    each.value() == null ? "RETRACT" : "RESTATE",
                    amount(each.value()),
                    currency(each.value()))));
        }
        return csv.toString();
    }

    private long asOf() {
        return runs.last().map(AggregationRuns.LastRun::asOf).orElse(0L);
    }

    private static String time(long at) {
        return TIME.format(Instant.ofEpochMilli(at));
    }

    /** With at least the currency's default number of decimals. */
    private static String amount(@Nullable Money value) {
        if (value == null) {
            return "";
        }
        int usual = CURRENCIES.getOrDefault(value.currency(), 0);
        BigDecimal amount = value.amount();
        return (amount.scale() < usual ? amount.setScale(usual) : amount).toPlainString();
    }

    private static String currency(@Nullable Money value) {
        return value == null ? "" : value.currency();
    }

    /** One line, with quotes where RFC 4180 requires them. */
    private static String line(List<String> cells) {
        return cells.stream()
                        .map(cell -> cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private static Response file(String type, String body) {
        return body.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                ? ErrorResponse.parameter(
                        "from", "The file is larger than 5 MB; request it in parts.", List.of("a later day"))
                : new TextResponse(200, type, "private, no-cache", TextResponse.etag(body), Map.of(), body);
    }

    private Response onSite(ApiRequest call, Function<Site, Response> then) {
        return access.onSite(
                call.request(),
                Scope.AUDIENCE_READ,
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(then)
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
    }
}
