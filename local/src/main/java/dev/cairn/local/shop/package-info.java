/** The demo shop at {@code /shop/}, for clicking through and watching the funnel change. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.shop;
