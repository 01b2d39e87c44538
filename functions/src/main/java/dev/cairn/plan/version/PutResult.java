package dev.cairn.plan.version;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.model.Plan;
import java.util.List;
import java.util.OptionalLong;

/** The result of putting a plan. Except for {@link Stored}, nothing was changed. */
public sealed interface PutResult {

    /** @param created false when the plan in force was already the same document */
    record Stored(Plan plan, String etag, boolean created) implements PutResult {}

    /** The document is invalid. */
    record Faulty(List<PlanError> faults) implements PutResult {}

    /** No {@code If-Match} was given (HTTP 428). */
    record PreconditionRequired(String currentEtag) implements PutResult {}

    /** The version in force is not the expected one (HTTP 412). */
    record PreconditionFailed(String currentEtag) implements PutResult {}

    /** There are too many versions, which are all kept. {@code retryAfterSeconds} is empty if waiting does not help. */
    record TooManyVersions(String message, OptionalLong retryAfterSeconds) implements PutResult {}

    /** The document changes something outside the one block that the key may change (HTTP 403). */
    record Forbidden(String path) implements PutResult {}
}
