package dev.cairn.report.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.PageCursor;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates keys, lists them without their secrets, and revokes them. Requires an admin key. */
public final class KeysResource {
    private final ReadAccess access;
    private final KeyService keys;
    private final PlanRepository plans;

    public KeysResource(ReadAccess access, KeyService keys, PlanRepository plans) {
        this.access = access;
        this.keys = keys;
        this.plans = plans;
    }

    public Response list(ApiRequest call) {
        return asAdmin(
                call,
                () -> TableResponse.list(
                        Json.MAPPER.createObjectNode(),
                        "keys",
                        keys.list().stream().map(KeysResource::row).toList(),
                        blank()),
                "format",
                PageCursor.PARAMETER);
    }

    /** Oldest first. */
    private static TableResponse.Row row(AccessKey key) {
        String order = "%019d".formatted(key.created().toEpochMilli()) + key.id();
        return TableResponse.Row.of(order, Json.MAPPER.valueToTree(json(key, null)));
    }

    private static ObjectNode blank() {
        ObjectNode blank = Json.MAPPER.createObjectNode();
        List.of("id", "site", "scopes", "name", "share", "created", "expires", "made_by")
                .forEach(blank::putNull);
        return blank;
    }

    public Response create(ApiRequest call) {
        return asAdmin(call, () -> switch (KeyRequest.Kind.KEY.read(call.request())) {
            case KeyRequest.Unusable unusable -> unusable.refusal();
            case KeyRequest.Wanted wanted -> create(wanted);
        });
    }

    private Response create(KeyRequest.Wanted wanted) {
        List<String> faults = keys.faults(wanted.site(), wanted.scopes(), wanted.name(), wanted.expires());
        if (!faults.isEmpty()) {
            return KeyRequest.Kind.KEY.refusal(faults);
        }
        if (wanted.site() != null && plans.site(wanted.site()).isEmpty()) {
            return KeyRequest.Kind.KEY.refusal(List.of("site: is not in the plan"));
        }
        KeyService.Created created = keys.create(wanted.site(), wanted.scopes(), wanted.name(), wanted.expires());
        return TextResponse.done(201, json(created.key(), created.secret()));
    }

    public Response revoke(ApiRequest call) {
        return asAdmin(
                call,
                () -> keys.revoke(call.path("id"))
                        ? TextResponse.nothing()
                        : ErrorResponse.of(
                                404,
                                "unknown_key",
                                "There is no key with this id. (The stack's own admin key cannot be revoked here.)"));
    }

    private Response asAdmin(ApiRequest call, Supplier<Response> then, String... parameters) {
        return access.asAdmin(
                call.request(), key -> new QueryParameters(call.request().query(), parameters).answer(then));
    }

    /** @param secret present only for a newly created key */
    private static Map<String, @Nullable Object> json(AccessKey key, @Nullable String secret) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        if (secret != null) {
            json.put("key", secret);
        }
        json.put("site", key.site());
        json.put("scopes", key.scopes().stream().map(Scope::word).sorted().toList());
        json.put("name", key.name());
        json.put("share", key.share() ? true : null);
        json.put("created", key.created().toString());
        json.put("expires", key.expires() == null ? null : key.expires().toString());
        json.put("made_by", key.madeBy());
        return json;
    }
}
