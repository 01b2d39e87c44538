package dev.cairn.store.notice;

import dev.cairn.plan.model.Alerts;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.notice.WebhookNotices.WebhookSecret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels for messages about a site: the stack's topic, and the webhook and the chat in the site's plan. Each
 * channel is sent to separately, so an unresponsive one does not hold up the others.
 */
@FunctionalInterface
public interface SiteChannels {
    String TOPIC = "topic";
    String WEBHOOK = "webhook";
    String CHAT = "chat";

    /**
     * A channel.
     *
     * @param name under which messages are recorded as sent to the channel
     */
    record Channel(String name, Notices notices) {}

    /** The site's channels, the topic first. */
    List<Channel> of(Site site);

    /** The topic alone. */
    static SiteChannels of(Notices topic) {
        List<Channel> only = List.of(new Channel(TOPIC, topic));
        return site -> only;
    }

    /**
     * The topic and the current plan's channels. The stack's secret is read only for a site that has such a channel.
     */
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
