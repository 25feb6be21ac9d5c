/** PostgreSQL in the pods of one StatefulSet: which pods they are, and whether they are fit to be drilled. Breaks nothing. */
@org.jspecify.annotations.NullMarked
package muster.kubernetes.pods;
