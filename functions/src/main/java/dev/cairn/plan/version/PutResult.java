package dev.cairn.plan.version;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.model.Plan;
import java.util.List;

/** What became of a plan that was put. Except for {@link Stored}, nothing was changed. */
public sealed interface PutResult {

    /** @param created false when the plan in force was the same document already */
    record Stored(Plan plan, String etag, boolean created) implements PutResult {}

    /** The document cannot be used. */
    record Faulty(List<PlanError> faults) implements PutResult {}

    /** No {@code If-Match} was given (HTTP 428). */
    record PreconditionRequired(String currentEtag) implements PutResult {}

    /** Another version is in force than the one that was meant (HTTP 412). */
    record PreconditionFailed(String currentEtag) implements PutResult {}

    /** Something changes outside the one block the key may change (HTTP 403). */
    record Forbidden(String path) implements PutResult {}
}
