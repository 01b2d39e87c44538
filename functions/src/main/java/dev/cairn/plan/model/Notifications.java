package dev.cairn.plan.model;

/**
 * The settings for the messages that are sent about a site.
 *
 * @param alerts how anomalies are detected and reported (N6)
 * @param language the language of the digest
 */
public record Notifications(DigestSchedule digest, Alerts alerts, Language language) {
    public static final Notifications NONE = new Notifications(DigestSchedule.NONE, Alerts.NONE, Language.ENGLISH);
}
