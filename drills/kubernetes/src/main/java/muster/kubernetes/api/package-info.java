/**
 * The Kubernetes API as a store: registers in ConfigMaps, each API server asked by itself. Knows requests and answers, and nothing of
 * Fabric8, of nodes' shells or of what is broken.
 */
@NullMarked
package muster.kubernetes.api;

import org.jspecify.annotations.NullMarked;
