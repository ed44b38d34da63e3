// What filters and names are called on the page.
import { el } from './dom.js';
import { address, foreign } from './texts.js';

const LABELS = {
  host: 'Site', page: 'Page', referrer: 'Referrer', source: 'Source', sourceClass: 'Kind of source',
  country: 'Country', region: 'Region', city: 'City', browser: 'Browser', system: 'System',
  device: 'Device', bot: 'Visitors',
};

/** What an empty name means. */
const WITHOUT_NAME = {
  source: 'Direct', referrer: 'No referrer', country: 'Unknown', region: 'Unknown region', city: 'Unknown city',
};

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

export const labelOf = (filter) => LABELS[filter];

export function countryName(code) {
  return /^[A-Za-z]{2}$/.test(code) ? countries.of(code.toUpperCase()) : code;
}

const nameless = (filter) =>
  el('span', { class: filter === 'source' ? null : 'nameless' }, WITHOUT_NAME[filter] ?? 'Unknown');

/** The value of a filter as a chip shows it. */
export function valueOf(filter, value) {
  if (filter === 'bot') return value === 'true' ? 'Bots only' : 'No bots';
  if (value === '') return nameless(filter);
  return filter === 'country' ? foreign(countryName(value)) : foreign(value);
}

/** The name of a row; the last of the row's filters says what it is a name of. */
export function nameOf(row, oneHost) {
  const filter = Object.keys(row.filter ?? {}).at(-1);
  if (row.name === null || row.name === undefined || row.name === '') return nameless(filter);
  return filter === 'page' || filter === 'referrer'
    ? address(row.name, !(oneHost && filter === 'page'))
    : foreign(row.name);
}

/** The same in plain words, for labels. */
export function wordsOf(row) {
  return row.name || nameless(Object.keys(row.filter ?? {}).at(-1)).textContent;
}
