/** The sites that the operator has named, remembered in the state folder: a small file for each. */
@NullMarked
package muster.cli.site;

import org.jspecify.annotations.NullMarked;
