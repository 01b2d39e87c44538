/** Messages to the people of a site, as files of the data folder and as a page of this machine. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.notices;
