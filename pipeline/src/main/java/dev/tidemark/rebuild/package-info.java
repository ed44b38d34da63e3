/** Windows computed anew, beside those that stand, and the exchange of the ones for the others. */
package dev.tidemark.rebuild;
