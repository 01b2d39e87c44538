@NullMarked
package dev.cairn.browser.dashboard;

import org.jspecify.annotations.NullMarked;
