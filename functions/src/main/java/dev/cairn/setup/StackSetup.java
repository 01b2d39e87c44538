package dev.cairn.setup;

import dev.cairn.access.KeyService;
import dev.cairn.store.Emptying;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Secrets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Sets up a stack that is created or updated, and cleans up one that is deleted. Idempotent. */
final class StackSetup {
    private static final String DELETE = "Delete";

    private final ItemStore items;
    private final Secrets secrets;
    private final List<Emptying> buckets;

    StackSetup(ItemStore items, Secrets secrets, List<Emptying> buckets) {
        this.items = items;
        this.secrets = secrets;
        this.buckets = buckets;
    }

    /**
     * @param request CloudFormation's request type: {@code Create}, {@code Update} or {@code Delete}
     * @param dataDeletionPolicy the template's parameter; the buckets are emptied only if it is {@code Delete}
     * @return what failed, in a sentence; empty if nothing did
     */
    String apply(String request, String dataDeletionPolicy, BooleanSupplier timeLeft) {
        if (!request.equals(DELETE)) {
            KeyService.storeAdminKey(items, secrets.adminKey());
            return "";
        }
        boolean done =
                !dataDeletionPolicy.equals(DELETE) || buckets.stream().allMatch(bucket -> bucket.empty(timeLeft));
        return done ? "" : "The buckets are not empty yet. Delete the stack again to continue.";
    }
}
