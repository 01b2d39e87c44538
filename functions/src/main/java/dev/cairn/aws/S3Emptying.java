package dev.cairn.aws;

import dev.cairn.store.Emptying;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Empties an unversioned bucket, a thousand objects at a time. A deleted bucket counts as empty. */
final class S3Emptying implements Emptying {
    private final Supplier<S3Client> client;
    private final String bucket;

    S3Emptying(Supplier<S3Client> client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public boolean empty(BooleanSupplier timeLeft) {
        while (timeLeft.getAsBoolean()) {
            List<ObjectIdentifier> objects = objects();
            if (objects.isEmpty()) {
                return true;
            }
            delete(objects);
        }
        return false;
    }

    /** The first objects, at most as many as S3 deletes in one call. */
    private List<ObjectIdentifier> objects() {
        try {
            return client.get().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                    .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                    .toList();
        } catch (NoSuchBucketException gone) {
            return List.of();
        }
    }

    private void delete(List<ObjectIdentifier> objects) {
        DeleteObjectsResponse deleted = client.get()
                .deleteObjects(request -> request.bucket(bucket)
                        .delete(batch -> batch.objects(objects).quiet(true)));
        if (!deleted.errors().isEmpty()) {
            throw new IllegalStateException("An object could not be deleted: "
                    + deleted.errors().getFirst().code());
        }
    }
}
