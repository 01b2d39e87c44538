package dev.cairn.report;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Keys;
import dev.cairn.access.Scope;
import dev.cairn.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may read what. A key that is not for a site gets one answer whether the site exists or not; the key is looked at
 * before anything else that a request says.
 */
final class Access {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");

    private final Keys keys;

    Access(Keys keys) {
        this.keys = keys;
    }

    /** With a key that may do this on this site; otherwise 401 or 403. */
    Answer onSite(HttpRequest request, Scope scope, String site, Function<AccessKey, Answer> allowed) {
        return withKey(request, key -> {
            if (key.allows(scope, site)) {
                return allowed.apply(key);
            }
            return site.equals(key.site())
                    ? forbidden("This key lacks the scope " + scope.word() + ".")
                    : forbidden("This key is for another site.");
        });
    }

    /** The same with any one of several scopes; one without them is told of the first. */
    Answer onSite(HttpRequest request, List<Scope> scopes, String site, Function<AccessKey, Answer> allowed) {
        return withKey(request, key -> {
            Scope held = scopes.stream()
                    .filter(scope -> key.allows(scope, site))
                    .findFirst()
                    .orElse(scopes.getFirst());
            return onSite(request, held, site, allowed);
        });
    }

    Answer asAdmin(HttpRequest request, Function<AccessKey, Answer> allowed) {
        return withKey(
                request,
                key -> key.scopes().contains(Scope.ADMIN) ? allowed.apply(key) : forbidden("This needs an admin key."));
    }

    /** With an admin key or one that may write its own site's block. */
    Answer onPlan(HttpRequest request, Function<AccessKey, Answer> allowed) {
        return withKey(
                request,
                key -> key.scopes().contains(Scope.ADMIN) || key.scopes().contains(Scope.PLAN_WRITE)
                        ? allowed.apply(key)
                        : forbidden("This needs an admin key or one with the scope plan:write."));
    }

    private Answer withKey(HttpRequest request, Function<AccessKey, Answer> known) {
        Optional<String> header = request.header("authorization");
        if (header.isEmpty()) {
            return unauthorized("Bearer", "Send a key as Authorization: Bearer KEY.");
        }
        Matcher bearer = BEARER.matcher(header.get());
        Optional<AccessKey> key = bearer.matches() ? keys.find(bearer.group(1)) : Optional.empty();
        return key.map(known)
                .orElseGet(() -> unauthorized(
                        "Bearer error=\"invalid_token\"", "This key is unknown, has expired or was revoked."));
    }

    private static Refusal unauthorized(String challenge, String message) {
        return new Refusal(401, "unauthorized", message, Map.of(), Map.of("www-authenticate", challenge));
    }

    private static Refusal forbidden(String message) {
        return Refusal.of(403, "forbidden", message);
    }
}
