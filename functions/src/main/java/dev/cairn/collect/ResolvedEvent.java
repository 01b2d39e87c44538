package dev.cairn.collect;

import dev.cairn.domain.AcceptedEvent;

/** An accepted event, whose it is, and whether its sender consented to ads (I2). */
record ResolvedEvent(AcceptedEvent event, Identity.Who who, boolean ads) {}
