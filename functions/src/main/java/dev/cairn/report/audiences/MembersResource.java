package dev.cairn.report.audiences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.access.VisitorPseudonymizer;
import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.event.ClickId;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.RequestBody;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.audiences.MemberList.Member;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.audience.MemberEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Lists the members of an audience, and finds out which of a shop's users are among them. Both include only visitors
 * whose latest event came with consent to ads (N5.3), and require the scope {@code audience:read}.
 */
public final class MembersResource {
    private static final int MAX_BYTES = 1_100_000;
    private static final int MOST_USERS = 1_000;
    private static final int USER_CHARACTERS = 256;
    private static final String USERS = "users must be a list of 1 to " + MOST_USERS
            + " user ids, each a string of 1 to " + USER_CHARACTERS + " characters, as sent with events.";

    private final ReadAccess access;
    private final PlanRepository plans;
    private final Dependencies dependencies;

    public MembersResource(ReadAccess access, PlanRepository plans, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.dependencies = dependencies;
    }

    public Response list(ApiRequest call) {
        return onAudience(
                call,
                (site, audience) -> new QueryParameters(call.request().query(), "format", "cursor")
                        .answer(() -> list(site, audience)),
                site -> new QueryParameters(call.request().query(), "format", "cursor")
                        .answer(() -> AudienceResource.unknown(site)));
    }

    private TableResponse list(Site site, Audience audience) {
        List<TableResponse.Row> rows =
                members(site, audience).stream().map(MembersResource::row).toList();
        ObjectNode head = Json.MAPPER
                .createObjectNode()
                .put("site", site.id())
                .put("audience", audience.id())
                .put("reachable", rows.size());
        Member nobody = new Member("d.", new MemberEntry.Period(0, 0), Map.of());
        return TableResponse.list(head, "members", rows, row(nobody).figures());
    }

    private List<Member> members(Site site, Audience audience) {
        return new MemberList(dependencies.items())
                .of(site, audience, dependencies.clock().millis());
    }

    private static TableResponse.Row row(Member member) {
        ObjectNode row = Json.MAPPER
                .createObjectNode()
                .put("member", member.visitor())
                .put("link", member.visitor().startsWith("u.") ? "user" : "device");
        put(row, member.period());
        ClickId.NAMES.forEach(name -> row.put(name, member.clicks().get(name)));
        return TableResponse.Row.of("%015d %s".formatted(member.period().entered(), member.visitor()), row);
    }

    private static void put(ObjectNode into, MemberEntry.Period period) {
        into.put("entered", ReportContext.instant(period.entered()));
        into.put("until", ReportContext.instant(period.until()));
    }

    /** Nothing in the request is stored or logged. */
    public Response match(ApiRequest call) {
        return onAudience(call, (site, audience) -> match(call, site, audience), AudienceResource::unknown);
    }

    private Response match(ApiRequest call, Site site, Audience audience) {
        return switch (RequestBody.read(call.request(), MAX_BYTES)) {
            case RequestBody.Unusable unusable -> unusable.refusal();
            case RequestBody.Text body -> match(dev.cairn.report.keys.KeyRequest.tree(body.text()), site, audience);
        };
    }

    private Response match(JsonNode body, Site site, Audience audience) {
        if (!body.isObject()) {
            return ErrorResponse.of(400, "invalid_json", "The body must be a JSON object with a list, users.");
        }
        JsonNode users = body.path("users");
        if (body.size() != 1 || !isUsers(users)) {
            return new ErrorResponse(400, "invalid_users", USERS, Map.of("parameter", "users"), Map.of());
        }
        VisitorPseudonymizer pseudonyms =
                new VisitorPseudonymizer(site.id(), dependencies.secrets().master());
        Map<String, Member> members = new HashMap<>();
        members(site, audience).forEach(member -> members.put(member.visitor(), member));
        ObjectNode json = Json.MAPPER.createObjectNode();
        ArrayNode matched = json.putArray("members");
        for (JsonNode user : users) {
            Member member = members.get(pseudonyms.user(user.asText()).toString());
            if (member != null) {
                put(matched.addObject().put("user", user.asText()), member.period());
            }
        }
        return TextResponse.done(200, json);
    }

    private static boolean isUsers(JsonNode users) {
        if (!users.isArray() || users.isEmpty() || users.size() > MOST_USERS) {
            return false;
        }
        for (JsonNode user : users) {
            int characters = user.asText().codePointCount(0, user.asText().length());
            if (!user.isTextual() || characters < 1 || characters > USER_CHARACTERS) {
                return false;
            }
        }
        return true;
    }

    private Response onAudience(
            ApiRequest call, BiFunction<Site, Audience, Response> then, Function<Site, Response> unknown) {
        return access.onSite(
                call.request(),
                Scope.AUDIENCE_READ,
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> {
                            Audience audience = site.definitions().audiences().get(call.path("audience"));
                            return audience == null ? unknown.apply(site) : then.apply(site, audience);
                        })
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
    }
}
