/** Events, visitors, goals, conversions, funnels and statistics: values and pure functions, nothing but the JDK. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain;
