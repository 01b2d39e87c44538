/** Where a visit came from, in the channels of GA4. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.channel;
