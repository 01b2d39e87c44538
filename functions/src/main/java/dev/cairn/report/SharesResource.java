package dev.cairn.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Keys;
import dev.cairn.access.Scope;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.Plans;
import dev.cairn.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shares: links by which somebody without a key reads a site's statistics until a day. Whoever reads them may hand them on,
 * no longer than that key holds; an admin revokes a share like a key.
 */
final class SharesResource {
    /** Of a site at the same time, so that a key that was lost does not fill a table. */
    static final int MOST_SHARES = 100;

    private static final int MAX_BYTES = 16 * 1024;
    private static final Set<String> FIELDS = Set.of("name", "expires");

    private final Access access;
    private final Keys keys;
    private final Plans plans;

    SharesResource(Access access, Keys keys, Plans plans) {
        this.access = access;
        this.keys = keys;
        this.plans = plans;
    }

    Answer create(Call call) {
        String site = call.path("site");
        return access.onSite(call.request(), Scope.STATS_READ, site, key -> {
            Optional<Refusal> fault = new Parameters(call.request().query()).fault();
            if (fault.isPresent()) {
                return fault.get();
            }
            return plans.site(site).isEmpty()
                    ? Refusal.of(404, "unknown_site", "There is no such site in the plan.")
                    : create(site, key, call.request());
        });
    }

    private Answer create(String site, AccessKey maker, HttpRequest request) {
        return switch (BodyText.read(request, MAX_BYTES)) {
            case BodyText.Unusable unusable -> unusable.refusal();
            case BodyText.Text body -> create(site, maker, KeyOrder.tree(body.text()));
        };
    }

    private Answer create(String site, AccessKey maker, JsonNode json) {
        if (!json.isObject()) {
            return Refusal.of(400, "invalid_json", "The body must be a JSON object with name and expires.");
        }
        List<String> faults = new ArrayList<>();
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                faults.add("body: has a field that is neither name nor expires");
            }
        });
        String name = KeyOrder.text(json, "name", faults).orElse("");
        Instant expires = KeyOrder.text(json, "expires", faults)
                .flatMap(text -> KeyOrder.instant(text, faults))
                .orElse(null);
        if (faults.isEmpty()) {
            faults.addAll(keys.shareFaults(maker, name, expires));
        }
        if (expires == null || !faults.isEmpty()) {
            return KeyOrder.refusal(faults).withCode("invalid_share");
        }
        return isFull(site) ? full() : made(keys.share(maker, site, name, expires));
    }

    private boolean isFull(String site) {
        return keys.list().stream()
                        .filter(key -> key.share() && site.equals(key.site()))
                        .count()
                >= MOST_SHARES;
    }

    private static Refusal full() {
        return Refusal.of(
                409,
                "too_many_shares",
                "The site has " + MOST_SHARES + " shares; an admin key revokes one with DELETE /v1/keys/{id}.");
    }

    private static Content made(Keys.Created created) {
        AccessKey key = created.key();
        return Content.done(
                201,
                Json.MAPPER
                        .createObjectNode()
                        .put("id", key.id())
                        .put("share", created.secret())
                        .put("url", "/#share=" + created.secret() + "&site=" + key.site())
                        .put("site", key.site())
                        .put("name", key.name())
                        .put("created", key.created().toString())
                        .put("expires", String.valueOf(key.expires())));
    }
}
