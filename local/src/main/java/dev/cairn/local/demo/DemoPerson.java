package dev.cairn.local.demo;

import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A visitor to the demo shop, with one or more visits. Addresses are from the blocks reserved for examples. */
final class DemoPerson {
    private static final int CONSENT_PERCENT = 62;
    private static final int ADS_PERCENT = 45;
    private static final double NEWSLETTER_INTEREST = 0.3;

    final String deviceId;
    final String address;
    final String agent;
    final boolean consents;
    final boolean consentsToAds;

    /** From 0 (browsing only) to 1 (wants a lamp today). */
    double interest;

    @Nullable
    String userId;

    @Nullable
    DemoProduct cart;

    boolean subscribed;

    /** Looks for a job and never buys. */
    boolean seeksJob;

    int visits;
    long seq;

    DemoPerson(Random random) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        deviceId = "d-" + HexFormat.of().formatHex(id);
        address = new String[] {"192.0.2.", "198.51.100.", "203.0.113."}[random.nextInt(3)] + (1 + random.nextInt(254));
        agent = DemoDevice.any(random).agent();
        consents = random.nextInt(100) < CONSENT_PERCENT;
        consentsToAds = consents && random.nextInt(100) < ADS_PERCENT;
        interest = Math.pow(random.nextDouble(), 2);
    }

    /** Subscribing to the newsletter increases the visitor's interest. */
    void subscribe() {
        subscribed = true;
        interest = Math.min(1, interest + NEWSLETTER_INTEREST);
    }
}
