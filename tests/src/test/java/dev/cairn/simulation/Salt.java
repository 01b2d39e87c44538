package dev.cairn.simulation;

import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The salt of a site's day, the same in every run. */
final class Salt {
    private Salt() {}

    static String body(Item.Key key) {
        byte[] salt = Hashes.sha256((key.partition() + "/" + key.sort()).getBytes(StandardCharsets.UTF_8));
        return "{\"salt\":\"" + Base64.getEncoder().encodeToString(salt) + "\"}";
    }
}
