/** What is usual for a site's rates, half hour by half hour, and when a rate has stopped being usual (N6). */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.anomaly;
