package dev.cairn.report;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Keys;
import dev.cairn.access.Scope;
import dev.cairn.plan.Plans;
import dev.cairn.store.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares: links by which somebody without a key reads a site's statistics until a day. Whoever reads them may hand them on,
 * no longer than that key holds; an admin revokes a share like a key.
 */
final class SharesResource {
    /** Of a site at the same time, so that a key that was lost does not fill a table. */
    static final int MOST_SHARES = 100;

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
        return access.onSite(
                call.request(),
                Scope.STATS_READ,
                site,
                key -> new Parameters(call.request().query())
                        .answer(() -> plans.site(site).isEmpty()
                                ? Refusal.unknownSite(site)
                                : create(site, key, KeyOrder.Kind.SHARE.read(call.request()))));
    }

    private Answer create(String site, AccessKey maker, KeyOrder order) {
        return switch (order) {
            case KeyOrder.Unusable unusable -> unusable.refusal();
            case KeyOrder.Wanted wanted -> create(site, maker, wanted.name(), wanted.expires());
        };
    }

    private Answer create(String site, AccessKey maker, String name, @Nullable Instant expires) {
        List<String> faults = keys.shareFaults(maker, name, expires);
        if (expires == null || !faults.isEmpty()) {
            return KeyOrder.Kind.SHARE.refusal(faults);
        }
        return isFull(site)
                ? full()
                : keys.share(maker, site, name, expires)
                        .<Answer>map(SharesResource::made)
                        .orElseGet(Access::unknownKey);
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
