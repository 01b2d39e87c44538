package dev.cairn.domain.goal;

/**
 * How a goal's conversions are handed to ad platforms (N9.4).
 *
 * @param primary whether the platform is to bid on it; the platform decides that itself, the file cannot say it
 * @param name of the conversion action at the platform
 */
public record AdsAction(boolean primary, String name) {}
