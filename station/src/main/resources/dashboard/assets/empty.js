// What a box says that has nothing to show.
import { state } from './address.js';
import { clearFilters } from './chips.js';
import { el } from './dom.js';

export function emptyNote(what) {
  const filtered = Object.keys(state().filters).length > 0;
  return el('p', { class: 'empty' }, what,
    filtered ? [' with these filters. ', el('button', { type: 'button', class: 'plain', on: { click: clearFilters } }, 'Clear filters')]
      : ' in this range.');
}
