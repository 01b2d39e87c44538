/**
 * {@code POST /v1/events}: from a request to confirmed records on the stream. {@link dev.cairn.collect.CollectPipeline}
 * lists the steps.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect;
