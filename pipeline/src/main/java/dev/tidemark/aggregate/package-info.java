/** From single events to panes: roll up in the bundle, merge per window, keep the ledger. */
package dev.tidemark.aggregate;
