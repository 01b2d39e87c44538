package dev.cairn.aggregate;

import dev.cairn.store.notice.Notices;
import dev.cairn.store.notice.SiteChannels;
import dev.cairn.store.notice.SiteChannels.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same channels for every site. */
final class Channels {
    private Channels() {}

    static SiteChannels of(Notices topic, @Nullable Notices webhook) {
        Channel first = new Channel(SiteChannels.TOPIC, topic);
        List<Channel> all =
                webhook == null ? List.of(first) : List.of(first, new Channel(SiteChannels.WEBHOOK, webhook));
        return site -> all;
    }
}
