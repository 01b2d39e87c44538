package dev.cairn.simulation.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A person on a device.
 *
 * @param device the id stored there; null without consent
 * @param user the person's user id; null if the site never learns it
 * @param knownFrom when the site first knows the user on this device, epoch milliseconds
 * @param address of the connection
 * @param agent of the browser
 * @param clockAhead of the device, milliseconds; null for one that does not send its time
 * @param privacyControl whether it sends {@code Sec-GPC}
 */
record Visitor(
        @Nullable String device,
        @Nullable String user,
        long knownFrom,
        String address,
        String agent,
        @Nullable Long clockAhead,
        boolean privacyControl) {

    boolean consents() {
        return device != null || user != null;
    }

    /** Whether the site knows the user at a given time. */
    boolean isKnownAt(long time) {
        return user != null && time >= knownFrom;
    }

    /** Sets the identity in a body, or in a server's event. */
    void introduce(ObjectNode into, long time, boolean withDevice) {
        if (device != null && (withDevice || !isKnownAt(time))) {
            into.put("visitor", device);
        }
        if (isKnownAt(time)) {
            into.put("user", user);
        }
        if (consents()) {
            into.putObject("consent").put("analytics", true);
        }
    }
}
