/** Facts are added to sets and taken out of them; what is connected with them says which places change. */
@org.jspecify.annotations.NullMarked
package dev.cairn.facts;
