/** How commands speak with the person at the terminal. */
package dev.tidemark.station.console;
