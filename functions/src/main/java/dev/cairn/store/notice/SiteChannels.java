package dev.cairn.store.notice;

import dev.cairn.plan.model.Alerts;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.notice.WebhookNotices.WebhookSecret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages about a site go: to the stack's topic, and to the webhook and the chat that its plan names. Each
 * takes a message on its own, so that one that does not answer holds up none of the others.
 */
@FunctionalInterface
public interface SiteChannels {
    String TOPIC = "topic";
    String WEBHOOK = "webhook";
    String CHAT = "chat";

    /**
     * One of them.
     *
     * @param name under which it is remembered that the channel was told
     */
    record Channel(String name, Notices notices) {}

    /** The site's channels, the topic first. */
    List<Channel> of(Site site);

    /** The topic alone. */
    static SiteChannels of(Notices topic) {
        List<Channel> only = List.of(new Channel(TOPIC, topic));
        return site -> only;
    }

    /** The topic, and what the plan in force names. The stack's secret is read only for a site that names something. */
    static SiteChannels of(Notices topic, Dependencies dependencies) {
        return site -> {
            Alerts alerts = site.definitions().alerts();
            List<Channel> channels = new ArrayList<>(List.of(new Channel(TOPIC, topic)));
            add(channels, WEBHOOK, alerts.webhook(), WebhookNotices.Form.JSON, site, dependencies);
            add(channels, CHAT, alerts.chat(), WebhookNotices.Form.CHAT, site, dependencies);
            return channels;
        };
    }

    private static void add(
            List<Channel> channels,
            String name,
            @Nullable String url,
            WebhookNotices.Form form,
            Site site,
            Dependencies dependencies) {
        if (url != null) {
            channels.add(new Channel(
                    name,
                    notice -> new WebhookNotices(
                                    url,
                                    form,
                                    WebhookSecret.of(
                                            site.id(), dependencies.secrets().master()),
                                    dependencies.clock())
                            .send(notice)));
        }
    }
}
