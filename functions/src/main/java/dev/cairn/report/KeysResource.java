package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Keys;
import dev.cairn.access.Scope;
import dev.cairn.plan.Plans;
import dev.cairn.store.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys, for admins: made, listed without their secrets, revoked. */
final class KeysResource {
    private final Access access;
    private final Keys keys;
    private final Plans plans;

    KeysResource(Access access, Keys keys, Plans plans) {
        this.access = access;
        this.keys = keys;
        this.plans = plans;
    }

    Answer list(Call call) {
        return asAdmin(
                call,
                () -> Tabular.list(
                        Json.MAPPER.createObjectNode(),
                        "keys",
                        keys.list().stream().map(KeysResource::row).toList(),
                        blank()),
                "format",
                Cursor.PARAMETER);
    }

    /** Oldest first. */
    private static Tabular.Row row(AccessKey key) {
        String order = "%019d".formatted(key.created().toEpochMilli()) + key.id();
        return Tabular.Row.of(order, Json.MAPPER.valueToTree(json(key, null)));
    }

    private static ObjectNode blank() {
        ObjectNode blank = Json.MAPPER.createObjectNode();
        List.of("id", "site", "scopes", "name", "share", "created", "expires", "made_by")
                .forEach(blank::putNull);
        return blank;
    }

    Answer create(Call call) {
        return asAdmin(call, () -> switch (KeyOrder.Kind.KEY.read(call.request())) {
            case KeyOrder.Unusable unusable -> unusable.refusal();
            case KeyOrder.Wanted wanted -> create(wanted);
        });
    }

    private Answer create(KeyOrder.Wanted wanted) {
        List<String> faults = keys.faults(wanted.site(), wanted.scopes(), wanted.name(), wanted.expires());
        if (!faults.isEmpty()) {
            return KeyOrder.Kind.KEY.refusal(faults);
        }
        if (wanted.site() != null && plans.site(wanted.site()).isEmpty()) {
            return KeyOrder.Kind.KEY.refusal(List.of("site: there is no such site in the plan"));
        }
        Keys.Created created = keys.create(wanted.site(), wanted.scopes(), wanted.name(), wanted.expires());
        return Content.done(201, json(created.key(), created.secret()));
    }

    Answer revoke(Call call) {
        return asAdmin(
                call,
                () -> keys.revoke(call.path("id"))
                        ? Content.nothing()
                        : Refusal.of(
                                404,
                                "unknown_key",
                                "There is no key with this id. (The stack's own admin key is not one of them.)"));
    }

    private Answer asAdmin(Call call, Supplier<Answer> then, String... parameters) {
        return access.asAdmin(
                call.request(), key -> new Parameters(call.request().query(), parameters).answer(then));
    }

    /** @param secret only of a key just made */
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
