package dev.cairn.collect;

import dev.cairn.access.AccessKey;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Site;
import java.util.Optional;

/** Who may send what: the plan and the keys, from memory as a rule. */
interface Directory {

    Plan plan();

    Optional<Site> site(String id);

    /** The key behind a bearer secret; empty when it is unknown, revoked or expired. */
    Optional<AccessKey> key(String secret);
}
