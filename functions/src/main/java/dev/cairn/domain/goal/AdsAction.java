package dev.cairn.domain.goal;

/**
 * How a goal's conversions are sent to ad platforms (N9.4).
 *
 * @param primary whether the platform should bid on it; this has to be set on the platform, since the file cannot
 *     express it
 * @param name name of the conversion action on the platform
 */
public record AdsAction(boolean primary, String name) {}
