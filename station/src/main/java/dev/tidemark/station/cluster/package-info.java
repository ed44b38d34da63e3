/** Real clusters on this machine: every part a process of its own, to be killed and started. */
package dev.tidemark.station.cluster;
