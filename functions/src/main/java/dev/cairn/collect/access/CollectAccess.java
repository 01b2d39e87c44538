package dev.cairn.collect.access;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.access.TooManyLookupsException;
import dev.cairn.collect.protocol.Protocol;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.RequestError;
import dev.cairn.collect.request.RequestRefusal;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.plan.model.Site;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides which senders may post events for a site: those with a server key of the site, and pages whose origin the
 * site lists. Any other request is refused.
 */
public final class CollectAccess {
    private static final String WHERE = "sites.<site>.origins";
    private static final int FORBIDDEN = 403;

    private final SiteDirectory directory;

    public CollectAccess(SiteDirectory directory) {
        this.directory = directory;
    }

    /** Makes the decision. If the request is allowed, its site and plan version are set. */
    public Optional<RequestRefusal> decide(CollectRequest collectRequest) {
        try {
            return decide(
                    collectRequest,
                    collectRequest
                            .secret
                            .filter(secret -> !secret.isEmpty())
                            .flatMap(secret -> directory.key(secret, collectRequest.request.sourceIp())));
        } catch (TooManyLookupsException tooMany) {
            return Optional.of(new RequestRefusal(
                    RequestError.TOO_MANY_UNKNOWN_KEYS,
                    tooMany.sentence(),
                    OptionalLong.of(tooMany.retryAfterSeconds())));
        }
    }

    private Optional<RequestRefusal> decide(CollectRequest collectRequest, Optional<AccessKey> key) {
        if (collectRequest.server && key.isEmpty()) {
            return refuse(
                    RequestError.UNKNOWN_KEY,
                    "The key is unknown, revoked or expired; send " + collectRequest.protocol.keyPlace() + ".");
        }
        String id = siteOf(collectRequest, key);
        collectRequest.siteId = isPossible(id) ? id : "";
        Optional<Site> site = isPossible(id) ? directory.site(id) : Optional.empty();
        if (site.isEmpty()) {
            return refuse(RequestError.UNKNOWN_SITE, unknownSite(id, collectRequest.protocol));
        }
        collectRequest.site = site;
        collectRequest.planVersion = directory.plan().version();
        if (key.isPresent()) {
            return keyFault(key.get(), id);
        }
        return collectRequest.protocol.manner() == Manner.ANYBODY
                ? Optional.empty()
                : originFault(collectRequest, site.get());
    }

    /** The site as sent, or else the site of the key; an admin key has none. */
    private static String siteOf(CollectRequest collectRequest, Optional<AccessKey> key) {
        String sent = JsonNodes.text(JsonNodes.field(collectRequest.body, "site"));
        return sent == null ? key.map(AccessKey::site).orElse("") : sent;
    }

    /**
     * Allows a preflight from every page with an origin, since the site is not known yet. If the request itself is then
     * refused, the page's console shows the reason; after a refused preflight it could not.
     */
    public Optional<RequestRefusal> preflight(CollectRequest collectRequest) {
        Optional<String> origin = collectRequest.request.header("origin");
        if (origin.isEmpty()) {
            return missingOrigin(collectRequest);
        }
        return OriginCheck.wellFormed(origin.get()) ? Optional.empty() : notAllowed(origin.get(), WHERE);
    }

    /**
     * The origin whose pages may read the response: one that some site lists, or any well-formed one if this is a
     * preflight or a request that was refused access. Such a response contains nothing secret, and without the header
     * the page's console could not show what is wrong.
     */
    public Optional<String> readableOrigin(CollectRequest collectRequest) {
        boolean refusedAccess = collectRequest
                .refusedFor
                .filter(fault -> fault.status() == FORBIDDEN)
                .isPresent();
        return collectRequest
                .request
                .header("origin")
                .filter(origin -> ((refusedAccess || isPreflight(collectRequest)) && OriginCheck.wellFormed(origin))
                        || collectRequest
                                .site
                                .filter(site -> OriginCheck.allowed(site, origin))
                                .isPresent()
                        || OriginCheck.allowedSomewhere(directory.plan(), origin));
    }

    private static boolean isPreflight(CollectRequest collectRequest) {
        return collectRequest.request.method().equals("OPTIONS") && collectRequest.protocol.manner() != Manner.ANYBODY;
    }

    private static Optional<RequestRefusal> keyFault(AccessKey key, String site) {
        if (key.allows(Scope.EVENTS_WRITE, site)) {
            return Optional.empty();
        }
        return site.equals(key.site())
                ? refuse(
                        RequestError.MISSING_SCOPE,
                        "The key may not send events; create one with the scope events:write.")
                : refuse(RequestError.WRONG_SITE, "The key belongs to another site.");
    }

    private static Optional<RequestRefusal> originFault(CollectRequest collectRequest, Site site) {
        Optional<String> origin = collectRequest.request.header("origin");
        if (origin.isEmpty()) {
            return missingOrigin(collectRequest);
        }
        return OriginCheck.allowed(site, origin.get())
                ? Optional.empty()
                : notAllowed(origin.get(), "sites." + site.id() + ".origins");
    }

    private static Optional<RequestRefusal> missingOrigin(CollectRequest collectRequest) {
        return refuse(
                RequestError.MISSING_ORIGIN,
                "The request has no Origin header; pages send one, servers send " + collectRequest.protocol.keyPlace()
                        + ".");
    }

    /** Repeats the origin only if it is well-formed. */
    private static Optional<RequestRefusal> notAllowed(String origin, String where) {
        String named =
                OriginCheck.wellFormed(origin) ? "The origin " + origin : "The Origin header is not a valid origin; it";
        return refuse(RequestError.ORIGIN_NOT_ALLOWED, named + " is not allowed; add it to " + where + " in the plan.");
    }

    /** Does not repeat the site that was sent, since it may be any string. */
    private static String unknownSite(String id, Protocol protocol) {
        return isPossible(id)
                ? "The plan has no site with the id that was sent; " + protocol.unknownSiteAdvice() + "."
                : "The site that was sent is not a valid id; ids are 1 to 64 letters, digits, - and _.";
    }

    private static boolean isPossible(String site) {
        return !site.isEmpty()
                && site.length() <= RequestLimits.SITE_CHARACTERS
                && site.chars().allMatch(c -> "._-".indexOf(c) >= 0 || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private static Optional<RequestRefusal> refuse(RequestError fault, String message) {
        return Optional.of(new RequestRefusal(fault, message));
    }
}
