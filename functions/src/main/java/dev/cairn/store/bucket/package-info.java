/** Into how many buckets a day is spread, and which of them have changed. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.bucket;
