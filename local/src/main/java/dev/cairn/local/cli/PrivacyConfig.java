package dev.cairn.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cairn.collect.CollectHandler;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.store.Json;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the facts that a privacy officer has to document from where they are defined: the retention of each kind of
 * data from the template's parameters, the plan and constants in the code, and the data that the script stores in the
 * browser.
 */
final class PrivacyConfig {
    /** How long AWS keeps the continuous backups of a table. */
    private static final int TABLE_BACKUP_DAYS = 35;

    private static final Pattern COOKIE_LIFE = Pattern.compile("ID_SECONDS = (\\d+) \\* 86400\\b");
    private static final Pattern COOKIE_NAME = Pattern.compile("`([a-z_]+)=\\$\\{value\\};");
    private static final Pattern QUEUE = Pattern.compile("STORED = '([^']+)'");

    private static final String ONE_SITE = "extends: default\nsites: {site: {time_zone: UTC, currency: EUR}}";

    private final JsonNode template;
    private final String script;
    private final Map<String, Site> sites;
    private final Map<String, String> parameters;

    /**
     * @param root the root folder of Cairn's source
     * @param plan the plan with the sites' retention; empty for a site with default settings
     * @param parameters the stack's parameters that differ from the defaults
     */
    PrivacyConfig(Path root, String plan, Map<String, String> parameters) throws IOException {
        this.template = new YAMLMapper().readTree(Files.readString(root.resolve("template.yaml")));
        this.script = Files.readString(root.resolve("functions/src/main/browser/cairn.js"));
        PlanParser.Reading reading = PlanParser.read(plan.isEmpty() ? ONE_SITE : plan);
        if (!reading.faults().isEmpty()) {
            throw new UsageException("the plan is invalid: " + reading.faults().getFirst());
        }
        this.sites =
                plan.isEmpty() ? Map.of("*", reading.sites().values().iterator().next()) : reading.sites();
        this.parameters = parameters;
        parameters.keySet().forEach(this::parameter);
    }

    /** @param region the stack's region; empty when it is not known */
    String text(String region) {
        ObjectNode config = Json.MAPPER.createObjectNode().put("made_by", "./cairn privacy-config");
        identification(config.putObject("identification"));
        browser(config.putArray("stored_in_browser"));
        kept(config.putObject("kept"));
        config.putObject("never_written")
                .put("ip_address", "used in memory for the daily hash and the list of internal networks")
                .put("user_agent", "reduced to a device type and a crawler flag")
                .put("form_values", "never read");
        recipients(config, region);
        return config.toPrettyString() + "\n";
    }

    private void identification(ObjectNode into) {
        into.putObject("without_consent")
                .put("method", "HMAC-SHA-256 of site, address and user agent under a random salt")
                .put("salt_scope", "one site and one local day")
                .put("salt_deleted_hours_after_the_day", CollectHandler.SALTS_KEPT_AFTER_THE_DAY.toHours())
                .put("recognised_across_days", false)
                .put("recognised_across_sites", false);
        into.putObject("with_consent")
                .put(
                        "method",
                        "random id in a first-party cookie, or the site's own user id, each stored as HMAC-SHA-256")
                .put("recognised_across_days", true)
                .put("recognised_across_sites", false);
    }

    private void browser(ArrayNode into) {
        into.addObject()
                .put("kind", "cookie")
                .put("name", found(COOKIE_NAME))
                .put("content", "128 random bits, or a note that the visitor opted out")
                .put("days", Integer.parseInt(found(COOKIE_LIFE)))
                .put("renewed", false)
                .put("when", "after consent to analytics, or after opting out");
        into.addObject()
                .put("kind", "localStorage")
                .put("name", found(QUEUE) + "…")
                .put("content", "events that could not be sent yet")
                .putNull("days")
                .put("renewed", false)
                .put("when", "after consent to analytics, until they are sent or consent is withdrawn");
    }

    private void kept(ObjectNode into) {
        ObjectNode visitorDays = into.putObject("visitor_days_journeys_and_claims_days");
        new TreeMap<>(sites).forEach((id, site) -> visitorDays.put(id, keptDays(site)));
        into.put("archive_of_raw_events_days", number("ArchiveDays"))
                .put("event_stream_hours", number("StreamRetentionHours"))
                .put("quarantine_days", Quarantine.KEPT_FOR.toDays())
                .put("failed_batches_days", lifecycle("FailedBatches"))
                .put("logs_days", number("LogRetentionDays"))
                .put("jobs_days", JobStore.KEPT.toDays())
                .put("backups_of_tables_days", TABLE_BACKUP_DAYS)
                .put("backups_of_salts_days", 0)
                .put("statistics", "indefinitely; they identify no one")
                .put(
                        "when_the_stack_is_deleted",
                        parameter("DataDeletionPolicy").equals("Delete") ? "deleted" : "kept");
        if (!backups("Salts").equals("false") || !backups("State").equals("true")) {
            throw new IllegalStateException("the template's backups differ from those this command knows");
        }
    }

    /** How long a day is kept, counted from its end, in whole days. */
    private static long keptDays(Site site) {
        LocalDate day = LocalDate.EPOCH;
        Instant end = Instant.ofEpochMilli(site.zones().endOf(day));
        return Duration.between(end, site.forgets(day)).toDays();
    }

    private void recipients(ObjectNode into, String region) {
        TreeSet<String> services = new TreeSet<>();
        for (JsonNode resource : template.path("Resources")) {
            String[] type = resource.path("Type").asText().split("::");
            if (type[0].equals("AWS")) {
                services.add(type[1]);
            }
        }
        services.remove("Serverless");
        if (template.at("/Globals/Function/Tracing").isTextual()) {
            services.add("XRay");
        }
        ObjectNode aws = into.putArray("recipients")
                .addObject()
                .put("name", "Amazon Web Services")
                .put("role", "processor")
                .put("region", region.isEmpty() ? null : region);
        services.forEach(aws.putArray("services")::add);
        into.put("third_parties_in_the_page", 0);
    }

    private String backups(String table) {
        JsonNode properties = template.path("Resources").path(table).path("Properties");
        // State has the same properties as Settings, through a YAML alias.
        JsonNode own = properties.isObject()
                ? properties
                : template.path("Resources").path("Settings").path("Properties");
        return own.path("PointInTimeRecoverySpecification")
                .path("PointInTimeRecoveryEnabled")
                .asText();
    }

    private int lifecycle(String bucket) {
        return template.path("Resources")
                .path(bucket)
                .path("Properties")
                .path("LifecycleConfiguration")
                .path("Rules")
                .path(0)
                .path("ExpirationInDays")
                .asInt();
    }

    private int number(String parameter) {
        try {
            return Integer.parseInt(parameter(parameter));
        } catch (NumberFormatException notOne) {
            throw new UsageException(parameter + " must be a whole number");
        }
    }

    private String parameter(String name) {
        JsonNode declared = template.path("Parameters").path(name);
        if (declared.isMissingNode()) {
            throw new UsageException("the template has no parameter " + name);
        }
        return parameters.getOrDefault(name, declared.path("Default").asText());
    }

    private String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(script);
        if (!matcher.find()) {
            throw new IllegalStateException("cairn.js is not in the form this command expects: " + pattern);
        }
        return matcher.group(1);
    }
}
