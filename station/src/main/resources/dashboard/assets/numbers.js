// Numbers as the reader's locale writes them.
import { el } from './dom.js';

const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tight = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const signedPercent =
  new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });
const oneDecimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const NONE = '–';

const known = (number) => typeof number === 'number' && Number.isFinite(number);

export const full = (number) => (known(number) ? plain.format(number) : NONE);

/** Short from ten thousand on: 1,234 and 12.3K. */
export const short = (number) =>
  known(number) ? (Math.abs(number) < 10_000 ? plain.format(number) : tight.format(number)) : NONE;

/** Short, with the whole number for whoever points at it. */
export function number(value) {
  const text = short(value);
  return el('span', { class: 'number', title: text === full(value) ? null : full(value) }, text);
}

export const decimal = (value) => (known(value) ? oneDecimal.format(value) : NONE);

export const rate = (value) => (!known(value) ? NONE : value < 10 ? decimal(value) : short(value));

export function share(value) {
  if (!known(value)) return NONE;
  if (value > 0 && value < 0.001) return `<${percent.format(0.001)}`;
  // Not all of it is never called all of it.
  if (value < 1 && value > 0.995) return percent.format(Math.min(value, 0.999));
  return value >= 0.0995 ? wholePercent.format(value) : percent.format(value);
}

/** How a figure moved against the one before, as a signed share; null when nothing was before. */
export function change(now, before) {
  return known(now) && known(before) && before > 0 ? (now - before) / before : null;
}

export const signed = (value) => (Math.abs(value) >= 10 ? `×${plain.format(value + 1)}` : signedPercent.format(value));

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(value) {
  if (!known(value)) return NONE;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? plain.format(value) : oneDecimal.format(value)}\u00a0${UNITS[unit]}`;
}
