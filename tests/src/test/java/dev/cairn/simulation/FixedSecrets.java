package dev.cairn.simulation;

import dev.cairn.store.Secrets;
import java.nio.charset.StandardCharsets;

/** Secrets that are the same in every run. */
final class FixedSecrets implements Secrets {
    @Override
    public byte[] master() {
        return "a master secret of 32 bytes or so".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String adminKey() {
        return "ck_" + "a".repeat(43);
    }
}
