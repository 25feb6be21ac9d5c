/** A K3s cluster as a site: what a guard and a lever mean on its servers. How nodes are entered lives in the rooms of the doors. */
@org.jspecify.annotations.NullMarked
package muster.kubernetes.site;
