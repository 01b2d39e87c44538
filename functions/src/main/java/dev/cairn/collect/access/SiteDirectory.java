package dev.cairn.collect.access;

import dev.cairn.access.AccessKey;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import java.util.Optional;

/** Who may send what: the plan and the keys, from memory as a rule. */
public interface SiteDirectory {

    Plan plan();

    Optional<Site> site(String id);

    /** The key behind a bearer secret; empty when it is unknown, revoked or expired. */
    Optional<AccessKey> key(String secret);
}
