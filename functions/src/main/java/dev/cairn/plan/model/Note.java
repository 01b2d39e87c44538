package dev.cairn.plan.model;

import java.time.LocalDate;

/**
 * What somebody wrote about a day of a site, such as the start of a campaign.
 *
 * @param text one line
 */
public record Note(LocalDate date, String text) {}
