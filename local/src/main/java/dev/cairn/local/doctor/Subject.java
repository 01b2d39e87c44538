package dev.cairn.local.doctor;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to examine.
 *
 * @param to Cairn's address, without a path
 * @param site the site whose event is traced
 * @param origin the origin of the site's pages
 * @param page a page with the script on it; null to skip the page
 * @param key a key that reads the site's statistics; null to stop at the collector
 * @param stack the CloudFormation stack, read with the AWS CLI; null to skip it
 * @param patience how long to wait for the event to be classified
 */
public record Subject(
        URI to,
        String site,
        String origin,
        @Nullable URI page,
        @Nullable String key,
        @Nullable Stack stack,
        Duration patience) {

    /** Resolves a path against Cairn's address. */
    URI at(String path) {
        return URI.create(to.toString().replaceFirst("/+$", "") + path);
    }
}
