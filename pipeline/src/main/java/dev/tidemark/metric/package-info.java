/** What is computed: the declared metrics, and the running results that can be merged. No Beam. */
package dev.tidemark.metric;
