package dev.cairn.plan.model;

import java.time.LocalDate;

/**
 * A note about a day of a site, such as the start of a campaign.
 *
 * @param text one line
 */
public record Note(LocalDate date, String text) {}
