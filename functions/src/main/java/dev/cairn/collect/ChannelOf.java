package dev.cairn.collect;

import dev.cairn.domain.AcceptedEvent;
import dev.cairn.plan.Site;

/** The channel a visit would have if this event were its first (V1). Asked by {@code ?debug=1} only. */
@FunctionalInterface
public interface ChannelOf {
    String channelOf(AcceptedEvent event, Site site);
}
