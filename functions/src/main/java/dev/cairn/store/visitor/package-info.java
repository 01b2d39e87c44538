/** Stores visitors' facts: visitor days, indexes, and claims shared by several visitors. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.visitor;
