package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Pseudonyms;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Jobs;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is stored of one visitor, and its erasure, for admins. The id is the one that was sent, as {@code visitor} or as
 * {@code user}: what is known under either is meant. It is hashed here and goes no further.
 */
final class VisitorsResource {
    private static final Pattern VISITOR = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int USER_CHARACTERS = 256;

    private final Access access;
    private final Plans plans;
    private final Periods periods;
    private final Ports ports;

    VisitorsResource(Access access, Plans plans, Periods periods, Ports ports) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
        this.ports = ports;
    }

    Answer get(Call call) {
        return asAdmin(call, site -> {
            Parameters parameters = new Parameters(call.request().query(), "from", "to", "format", "cursor");
            DayRange range =
                    parameters.range(periods.today(site), Math.min(DayRange.MAX_DAYS, site.retentionDays() + 1));
            return parameters.answer(() -> answer(call, site, range));
        });
    }

    private Answer answer(Call call, Site site, DayRange range) {
        VisitorRecords records = new VisitorRecords(site, names(call), plans, ports);
        List<Tabular.Row> rows = records.rows(range);
        if (rows.isEmpty()) {
            return Refusal.of(
                    404,
                    "unknown_visitor",
                    "Nothing is stored of such a visitor or user on these days. Send the id as it was sent with events.");
        }
        ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
        head.set("known_as", Json.MAPPER.valueToTree(records.knownAs()));
        ObjectNode total = Json.MAPPER.createObjectNode().put("records", rows.size());
        return new Tabular(
                head,
                rows,
                total,
                List.of(),
                periods.of(site, range).meta(List.of()),
                VisitorRecords.blank(range.from()),
                false);
    }

    /** Asks for the erasure; the restate function does it. */
    Answer erase(Call call) {
        return asAdmin(call, site -> new Parameters(call.request().query()).answer(() -> erase(call, site)));
    }

    private Content erase(Call call, Site site) {
        String names = names(call).stream().map(VisitorKey::toString).sorted().collect(Collectors.joining(" "));
        Jobs.Job job =
                new Jobs(ports.items(), ports.clock()).add(Jobs.Kind.ERASURE, site.id(), Map.of(Jobs.NAMES, names));
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", job.id())
                .put("kind", job.kind().word())
                .put("site", job.site())
                .put("status", job.status().word())
                .put("requested_at", Instant.ofEpochMilli(job.requestedAt()).toString());
        return Content.done(202, json).withHeader("location", "/v1/sites/" + site.id() + "/jobs/" + job.id());
    }

    private Answer asAdmin(Call call, Function<Site, Answer> then) {
        return access.asAdmin(call.request(), key -> {
            String id = call.path("id");
            if (id.isEmpty() || id.codePointCount(0, id.length()) > USER_CHARACTERS) {
                return Refusal.of(
                        400,
                        "invalid_visitor",
                        "The address must end with a visitor or user id of 1 to " + USER_CHARACTERS + " characters.");
            }
            return plans.site(call.path("site")).map(then).orElseGet(() -> Refusal.unknownSite(call.path("site")));
        });
    }

    private Set<VisitorKey> names(Call call) {
        String id = call.path("id");
        Pseudonyms pseudonyms =
                new Pseudonyms(call.path("site"), ports.secrets().master());
        Set<VisitorKey> names = new TreeSet<>(Comparator.comparing(VisitorKey::toString));
        names.add(pseudonyms.user(id));
        if (VISITOR.matcher(id).matches()) {
            names.add(pseudonyms.device(id));
        }
        return names;
    }
}
