/**
 * The reader that turns a YAML file into a Drill, and the schema generated from the same types.
 * Jackson is seen here and nowhere else.
 */
@NullMarked
package muster.scripts;

import org.jspecify.annotations.NullMarked;
