package dev.cairn.report.keys;

import dev.cairn.access.AccessKey;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates shares: links that show a site's statistics without a key until a given day. Any key that may read the
 * statistics can create them, but they expire no later than that key. An admin key revokes a share like a key.
 */
public final class SharesResource {
    /** Maximum number of shares per site at a time, so that a leaked key cannot fill the table. */
    public static final int MOST_SHARES = 100;

    private final ReadAccess access;
    private final KeyService keys;
    private final PlanRepository plans;

    public SharesResource(ReadAccess access, KeyService keys, PlanRepository plans) {
        this.access = access;
        this.keys = keys;
        this.plans = plans;
    }

    public Response create(ApiRequest call) {
        String site = call.path("site");
        return access.onSite(
                call.request(),
                Scope.STATS_READ,
                site,
                key -> new QueryParameters(call.request().query())
                        .answer(() -> plans.site(site).isEmpty()
                                ? ErrorResponse.unknownSite(site)
                                : create(site, key, KeyRequest.Kind.SHARE.read(call.request()))));
    }

    private Response create(String site, AccessKey maker, KeyRequest order) {
        return switch (order) {
            case KeyRequest.Unusable unusable -> unusable.refusal();
            case KeyRequest.Wanted wanted -> create(site, maker, wanted.name(), wanted.expires());
        };
    }

    private Response create(String site, AccessKey maker, String name, @Nullable Instant expires) {
        List<String> faults = keys.shareFaults(maker, name, expires);
        if (expires == null || !faults.isEmpty()) {
            return KeyRequest.Kind.SHARE.refusal(faults);
        }
        return isFull(site)
                ? full()
                : keys.share(maker, site, name, expires)
                        .<Response>map(SharesResource::made)
                        .orElseGet(ReadAccess::unknownKey);
    }

    private boolean isFull(String site) {
        return keys.list().stream()
                        .filter(key -> key.share() && site.equals(key.site()))
                        .count()
                >= MOST_SHARES;
    }

    private static ErrorResponse full() {
        return ErrorResponse.of(
                409,
                "too_many_shares",
                "The site already has " + MOST_SHARES
                        + " shares; revoke one with an admin key and DELETE /v1/keys/{id}.");
    }

    private static TextResponse made(KeyService.Created created) {
        AccessKey key = created.key();
        return TextResponse.done(
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
