/** The work that CloudFormation delegates when it creates, updates or deletes a stack. */
@org.jspecify.annotations.NullMarked
package dev.cairn.setup;
