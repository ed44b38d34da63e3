/**
 * Results into the user's PostgreSQL: absolute values, so that a repeated write changes nothing.
 */
package dev.tidemark.write;
