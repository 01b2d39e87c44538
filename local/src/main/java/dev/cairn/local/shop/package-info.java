/** The demo shop at {@code /shop/}: what a person clicks through to see the funnel move. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.shop;
