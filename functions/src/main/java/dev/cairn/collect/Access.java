package dev.cairn.collect;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.collect.dialect.Dialect;
import dev.cairn.collect.dialect.Dialect.Manner;
import dev.cairn.plan.Site;
import java.util.Optional;

/**
 * Who may send events for which site: a server key of the site, or a page whose origin the site lists. A request
 * without either does not pass.
 */
final class Access {
    private static final String WHERE = "sites.<site>.origins";

    private final Directory directory;

    Access(Directory directory) {
        this.directory = directory;
    }

    /** The step that decides; when it lets a submission pass, its site and plan version are known. */
    Optional<Refusal> decide(Submission submission) {
        Optional<AccessKey> key =
                submission.secret.filter(secret -> !secret.isEmpty()).flatMap(directory::key);
        if (submission.server && key.isEmpty()) {
            return refuse(
                    Fault.UNKNOWN_KEY,
                    "The key is unknown, revoked or expired; send " + submission.dialect.keyPlace() + ".");
        }
        String id = siteOf(submission, key);
        Optional<Site> site = isPossible(id) ? directory.site(id) : Optional.empty();
        if (site.isEmpty()) {
            return refuse(Fault.UNKNOWN_SITE, unknownSite(id, submission.dialect));
        }
        submission.site = site;
        submission.planVersion = directory.plan().version();
        if (key.isPresent()) {
            return keyFault(key.get(), id);
        }
        return submission.dialect.manner() == Manner.ANYBODY ? Optional.empty() : originFault(submission, site.get());
    }

    /** As sent, or else the key's own; an admin key has none. */
    private static String siteOf(Submission submission, Optional<AccessKey> key) {
        String sent = JsonNodes.text(JsonNodes.field(submission.body, "site"));
        return sent == null ? key.map(AccessKey::site).orElse("") : sent;
    }

    /** Whether a page may ask at all; which site it will name is not known yet. */
    Optional<Refusal> preflight(Submission submission) {
        Optional<String> origin = submission.request.header("origin");
        if (origin.isEmpty()) {
            return missingOrigin(submission);
        }
        return Origins.allowedSomewhere(directory.plan(), origin.get())
                ? Optional.empty()
                : notAllowed(origin.get(), WHERE);
    }

    /** The origin whose page may read the answer, whatever the answer is. */
    Optional<String> readableOrigin(Submission submission) {
        return submission
                .request
                .header("origin")
                .filter(origin -> submission
                                .site
                                .filter(site -> Origins.allowed(site, origin))
                                .isPresent()
                        || Origins.allowedSomewhere(directory.plan(), origin));
    }

    private static Optional<Refusal> keyFault(AccessKey key, String site) {
        if (key.allows(Scope.EVENTS_WRITE, site)) {
            return Optional.empty();
        }
        return site.equals(key.site())
                ? refuse(Fault.MISSING_SCOPE, "The key may not send events; make one with the scope events:write.")
                : refuse(Fault.WRONG_SITE, "The key is one of another site.");
    }

    private static Optional<Refusal> originFault(Submission submission, Site site) {
        Optional<String> origin = submission.request.header("origin");
        if (origin.isEmpty()) {
            return missingOrigin(submission);
        }
        return Origins.allowed(site, origin.get())
                ? Optional.empty()
                : notAllowed(origin.get(), "sites." + site.id() + ".origins");
    }

    private static Optional<Refusal> missingOrigin(Submission submission) {
        return refuse(
                Fault.MISSING_ORIGIN,
                "The request has no Origin header; pages send one, servers send " + submission.dialect.keyPlace()
                        + ".");
    }

    /** Names the origin only if it is one: whatever else a header may hold is not repeated. */
    private static Optional<Refusal> notAllowed(String origin, String where) {
        String named = Origins.wellFormed(origin) ? "The origin " + origin : "The Origin header is no origin; it";
        return refuse(Fault.ORIGIN_NOT_ALLOWED, named + " is not allowed; add it to " + where + " in the plan.");
    }

    /** Does not repeat what was sent: anything may stand there. */
    private static String unknownSite(String id, Dialect dialect) {
        return isPossible(id)
                ? "The plan has no site of the id that was sent; " + dialect.unknownSiteAdvice() + "."
                : "The site that was sent is no id of any; ids are 1 to 64 letters, digits, - and _.";
    }

    private static boolean isPossible(String site) {
        return !site.isEmpty()
                && site.length() <= Limits.SITE_CHARACTERS
                && site.chars().allMatch(c -> "._-".indexOf(c) >= 0 || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private static Optional<Refusal> refuse(Fault fault, String message) {
        return Optional.of(new Refusal(fault, message));
    }
}
