package dev.cairn.plan.version;

import dev.cairn.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The site that exists before the first plan is saved, from the template's parameters. Together with the default plan
 * it forms version 0, which applies until the first version is saved and is then stored.
 *
 * @param origin empty if only server keys may send events
 */
public record FirstSite(String id, String origin, String timeZone, String currency) {
    public static final String ID_VARIABLE = "SITE_ID";
    public static final String ORIGIN_VARIABLE = "SITE_ORIGIN";
    public static final String TIME_ZONE_VARIABLE = "SITE_TIME_ZONE";
    public static final String CURRENCY_VARIABLE = "SITE_CURRENCY";

    /** Empty if the environment does not set a site. */
    public static Optional<FirstSite> fromEnvironment(Map<String, String> environment) {
        String id = environment.getOrDefault(ID_VARIABLE, "").strip();
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new FirstSite(
                        id,
                        environment.getOrDefault(ORIGIN_VARIABLE, "").strip(),
                        environment.getOrDefault(TIME_ZONE_VARIABLE, "UTC").strip(),
                        environment.getOrDefault(CURRENCY_VARIABLE, "EUR").strip()));
    }

    /** Returns the plan as a document that can be edited and saved. */
    String source() {
        List<String> lines = new ArrayList<>(List.of(PlanStore.DEFAULT_SOURCE.strip(), "sites:"));
        lines.add("  " + Json.write(id) + ":");
        lines.add("    name: " + Json.write(id));
        lines.add("    time_zone: " + Json.write(timeZone));
        lines.add("    currency: " + Json.write(currency));
        lines.add("    origins: [" + (origin.isEmpty() ? "" : Json.write(origin)) + "]");
        return String.join("\n", lines) + "\n";
    }
}
