package dev.cairn.report.api;

import dev.cairn.access.AccessKey;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.access.TooManyLookupsException;
import dev.cairn.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks what a key may read. A key for another site gets the same response whether or not the requested site exists.
 * The key is checked before anything else in a request.
 */
public final class ReadAccess {
    /** The query parameter that carries a share in a link to a site's statistics, in place of a header. */
    public static final String SHARE = "share";

    private static final String INVALID = "Bearer error=\"invalid_token\"";
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");

    private final KeyService keys;

    public ReadAccess(KeyService keys) {
        this.keys = keys;
    }

    /** Requires a key with this scope on this site; otherwise responds 401 or 403. A share is always refused. */
    public Response onSite(HttpRequest request, Scope scope, String site, Function<AccessKey, Response> allowed) {
        return withKey(
                request,
                key -> key.share()
                        ? forbidden("A share can only read statistics.")
                        : ifAllowed(key, scope, site, allowed));
    }

    /**
     * Requires {@code stats:read} on the site. A share may also be sent as the parameter {@code share}, so that it
     * works as a link.
     */
    public Response onStatistics(HttpRequest request, String site, Function<AccessKey, Response> allowed) {
        Optional<String> share = Optional.ofNullable(request.query().get(SHARE)).filter(KeyService::isShare);
        Optional<String> secret = request.header("authorization").isPresent() ? bearer(request) : share;
        boolean given = share.isPresent() || request.header("authorization").isPresent();
        return withKey(request, given, secret, key -> ifAllowed(key, Scope.STATS_READ, site, allowed));
    }

    private static Response ifAllowed(AccessKey key, Scope scope, String site, Function<AccessKey, Response> allowed) {
        if (key.allows(scope, site)) {
            return allowed.apply(key);
        }
        return site.equals(key.site())
                ? forbidden("This key lacks the scope " + scope.word() + ".")
                : forbidden("This key is for another site.");
    }

    /** Requires any valid key. */
    public Response withAnyKey(HttpRequest request, Function<AccessKey, Response> allowed) {
        return withKey(request, allowed);
    }

    /** Requires any one of several scopes on the site; if the key has none of them, the error names the first. */
    public Response onSite(
            HttpRequest request, List<Scope> scopes, String site, Function<AccessKey, Response> allowed) {
        return withKey(request, key -> {
            Scope held = scopes.stream()
                    .filter(scope -> key.allows(scope, site))
                    .findFirst()
                    .orElse(scopes.getFirst());
            return onSite(request, held, site, allowed);
        });
    }

    public Response asAdmin(HttpRequest request, Function<AccessKey, Response> allowed) {
        return withKey(
                request,
                key -> key.scopes().contains(Scope.ADMIN) ? allowed.apply(key) : forbidden("This needs an admin key."));
    }

    /** Requires an admin key or a key that may change its own site's block. */
    public Response onPlan(HttpRequest request, Function<AccessKey, Response> allowed) {
        return withKey(
                request,
                key -> key.scopes().contains(Scope.ADMIN) || key.scopes().contains(Scope.PLAN_WRITE)
                        ? allowed.apply(key)
                        : forbidden("This needs an admin key or one with the scope plan:write."));
    }

    private Response withKey(HttpRequest request, Function<AccessKey, Response> known) {
        return withKey(request, request.header("authorization").isPresent(), bearer(request), known);
    }

    /** @param given whether the request has any credentials, even without a secret */
    private Response withKey(
            HttpRequest request, boolean given, Optional<String> secret, Function<AccessKey, Response> known) {
        if (!given) {
            return unauthorized("Bearer", "Send a key as Authorization: Bearer KEY.");
        }
        Optional<AccessKey> key;
        try {
            key = secret.flatMap(sent -> keys.findAlsoExpired(sent, request.sourceIp()));
        } catch (TooManyLookupsException tooMany) {
            return new ErrorResponse(
                    429,
                    "too_many_unknown_keys",
                    tooMany.sentence(),
                    Map.of(),
                    Map.of("retry-after", Long.toString(tooMany.retryAfterSeconds())));
        }
        if (key.isEmpty()) {
            return unknownKey();
        }
        return keys.isValid(key.get())
                ? known.apply(key.get())
                : unauthorized(
                        INVALID,
                        "This " + (key.get().share() ? "share" : "key") + " expired at "
                                + key.get().expires() + ".");
    }

    private static Optional<String> bearer(HttpRequest request) {
        Matcher bearer = BEARER.matcher(request.header("authorization").orElse(""));
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    public static ErrorResponse unknownKey() {
        return unauthorized(INVALID, "This key is unknown, has expired or was revoked.");
    }

    private static ErrorResponse unauthorized(String challenge, String message) {
        return new ErrorResponse(401, "unauthorized", message, Map.of(), Map.of("www-authenticate", challenge));
    }

    private static ErrorResponse forbidden(String message) {
        return ErrorResponse.of(403, "forbidden", message);
    }
}
