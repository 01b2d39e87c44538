package dev.cairn.plan.document;

/**
 * One thing that is wrong with a plan.
 *
 * @param path where, as in {@code funnels.checkout.steps[2]} (places in lists count from 0); empty for the document
 * @param message what is wrong and what is allowed
 */
public record PlanError(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
