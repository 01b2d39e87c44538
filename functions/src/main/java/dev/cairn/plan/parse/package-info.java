/** From a document to a plan, with every error at once. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.parse;
