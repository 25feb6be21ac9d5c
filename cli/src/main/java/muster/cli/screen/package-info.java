/** What people see on a terminal: text from values, at most 80 columns wide. Nothing here decides or runs anything. */
@NullMarked
package muster.cli.screen;

import org.jspecify.annotations.NullMarked;
