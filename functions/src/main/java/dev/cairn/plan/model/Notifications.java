package dev.cairn.plan.model;

/**
 * What is sent about a site to people who are not looking at the dashboard.
 *
 * @param alerts how anomalies are judged and reported (N6)
 * @param language of the digest
 */
public record Notifications(DigestSchedule digest, Alerts alerts, Language language) {
    public static final Notifications NONE = new Notifications(DigestSchedule.NONE, Alerts.NONE, Language.ENGLISH);
}
