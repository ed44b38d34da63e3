/** What can be found out about an event: one class a step, free of Beam. */
package dev.tidemark.enrich;
