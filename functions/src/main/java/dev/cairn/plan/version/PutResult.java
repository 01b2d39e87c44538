package dev.cairn.plan.version;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.model.Plan;
import java.util.List;
import java.util.OptionalLong;

/** The result of saving a plan. Nothing was changed unless it is {@link Stored}. */
public sealed interface PutResult {

    /** @param created false if the current plan already had the same document */
    record Stored(Plan plan, String etag, boolean created) implements PutResult {}

    /** The document is invalid. */
    record Faulty(List<PlanError> faults) implements PutResult {}

    /** No {@code If-Match} was given (HTTP 428). */
    record PreconditionRequired(String currentEtag) implements PutResult {}

    /** The current version is not the expected one (HTTP 412). */
    record PreconditionFailed(String currentEtag) implements PutResult {}

    /**
     * There are too many versions, all of which are kept. {@code retryAfterSeconds} is empty if waiting does not help.
     */
    record TooManyVersions(String message, OptionalLong retryAfterSeconds) implements PutResult {}

    /** The document changes something outside the only block that the key may change (HTTP 403). */
    record Forbidden(String path) implements PutResult {}
}
