package dev.cairn.report.keys;

import dev.cairn.access.IdentitySecret;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.notice.WebhookNotices.WebhookSecret;

/**
 * Returns, to an admin key, the secret with which a site's server signs its user ids (I1) and the secret with which
 * messages to the site's webhook are signed (N6.11).
 */
public final class IdentitySecretResource {
    private final ReadAccess access;
    private final PlanRepository plans;
    private final Secrets secrets;

    public IdentitySecretResource(ReadAccess access, PlanRepository plans, Secrets secrets) {
        this.access = access;
        this.plans = plans;
        this.secrets = secrets;
    }

    public Response get(ApiRequest call) {
        String site = call.path("site");
        return access.asAdmin(
                call.request(),
                key -> new QueryParameters(call.request().query())
                        .answer(() -> plans.site(site).isEmpty() ? ErrorResponse.unknownSite(site) : secret(site)));
    }

    private Response secret(String site) {
        return TextResponse.json(Json.MAPPER
                .createObjectNode()
                .put("site", site)
                .put("identity_secret", new IdentitySecret(site, secrets.master()).text())
                .put("webhook_secret", WebhookSecret.of(site, secrets.master()).text()));
    }
}
