/**
 * From a report to what people and CI servers read: one writer for each file, one template for each writer. Nothing here judges, measures
 * or runs; a figure that is not in the findings or the evidence does not appear.
 */
@NullMarked
package muster.pages;

import org.jspecify.annotations.NullMarked;
