/** What flows through the house: values without behaviour, free of Beam. */
package dev.tidemark.event;
