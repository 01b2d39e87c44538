package dev.cairn.collect.request;

import dev.cairn.collect.identity.VisitorIdentifier;
import dev.cairn.domain.event.AcceptedEvent;

/** An accepted event, its visitor, and whether its sender consented to ads (I2). */
public record IdentifiedEvent(AcceptedEvent event, VisitorIdentifier.VisitorIdentity who, boolean ads) {}
