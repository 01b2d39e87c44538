/** The archive on this machine, and the delivery that writes it, as Firehose does in the cloud. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.archive;
