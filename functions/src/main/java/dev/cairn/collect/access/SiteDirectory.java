package dev.cairn.collect.access;

import dev.cairn.access.AccessKey;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import java.util.Optional;

/** Looks up the plan, its sites and the keys, usually from memory. */
public interface SiteDirectory {

    Plan plan();

    Optional<Site> site(String id);

    /**
     * Finds the key for a bearer secret; empty if it is unknown, revoked or expired. Throws
     * {@link dev.cairn.access.TooManyLookupsException} if the address has sent too many unknown ones.
     */
    Optional<AccessKey> key(String secret, String address);
}
