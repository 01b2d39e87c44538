package dev.cairn.simulation.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a device.
 *
 * @param device the id stored there; null without consent
 * @param user who that is; null where the site never learns it
 * @param knownFrom from when on the site knows the user on this device, epoch milliseconds
 * @param address of the connection
 * @param agent of the browser
 * @param clockAhead of the device, milliseconds; null for one that does not say
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

    /** Whether the site knows at a time who it is. */
    boolean isKnownAt(long time) {
        return user != null && time >= knownFrom;
    }

    /** Says in a body, or in an event of a server's, who it is. */
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
