/**
 * What may stand where: shapes that turn a node of a file into a value or into problems with their places, and from which a schema is made.
 * Nothing here knows a word of the drill format, or how a file is parsed.
 */
@NullMarked
package muster.scripts.shape;

import org.jspecify.annotations.NullMarked;
