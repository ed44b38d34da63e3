/** The whole house, seen from outside: records go in, rows come out, on every engine. */
package dev.tidemark.acceptance;
