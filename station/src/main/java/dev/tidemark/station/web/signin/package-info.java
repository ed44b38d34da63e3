/** Who may see the figures. */
package dev.tidemark.station.web.signin;
