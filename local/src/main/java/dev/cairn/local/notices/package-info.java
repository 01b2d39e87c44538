/** Messages about a site, as files in the data folder and as a page on this machine. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.notices;
