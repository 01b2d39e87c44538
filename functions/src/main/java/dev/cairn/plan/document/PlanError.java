package dev.cairn.plan.document;

/**
 * One error in a plan.
 *
 * @param path location, such as {@code funnels.checkout.steps[2]} (list positions count from 0); empty for the document
 * @param message what is wrong, and what is allowed
 */
public record PlanError(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
