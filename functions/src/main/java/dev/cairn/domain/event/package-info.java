/** Events as they are accepted and stored, and whose they are: values only. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.event;
