package dev.cairn.bench;

import java.util.Random;

/** Creates ids of 26 characters like ULIDs: Crockford's Base32. */
final class IdMaker {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;

    private final Random random;

    IdMaker(Random random) {
        this.random = random;
    }

    String next() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }
}
