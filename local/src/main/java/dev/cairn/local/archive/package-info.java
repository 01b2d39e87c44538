/** The archive on this machine, and the delivery that writes it, like Firehose in the cloud. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.archive;
