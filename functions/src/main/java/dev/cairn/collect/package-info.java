/**
 * {@code POST /v1/events}: from a request to confirmed records on the stream. {@link dev.cairn.collect.CollectPipeline}
 * shows the path step by step.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect;
