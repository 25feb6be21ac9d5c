/** What stands on a report's pages, in words and in its order. Knows no markup. */
@NullMarked
package muster.pages.view;

import org.jspecify.annotations.NullMarked;
