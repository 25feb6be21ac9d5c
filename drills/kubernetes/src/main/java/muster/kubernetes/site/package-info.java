/**
 * Servers as a site, those of K3s, plain hosts and PostgreSQL in pods: what a guard and a lever mean there. How nodes are entered lives in the rooms of the
 * doors, what is asked of an API server in others.
 */
@org.jspecify.annotations.NullMarked
package muster.kubernetes.site;
