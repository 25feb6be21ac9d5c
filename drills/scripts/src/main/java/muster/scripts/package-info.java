/**
 * The drill format: its table of words, the reader that turns a file into a {@link muster.engine.drill.Drill}, the folder of drills, and
 * the JSON Schema made from the same table. Nothing here runs a drill or knows how YAML is parsed. The YAML library is seen in
 * {@link muster.scripts.yaml} and nowhere else.
 */
@NullMarked
package muster.scripts;

import org.jspecify.annotations.NullMarked;
