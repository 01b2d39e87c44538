/** What is kept between the stages, and the ports behind which it is kept. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store;
