// Texts that came from events: whatever a stranger put into them is shown, and none of it acts.
import { el } from './dom.js';
import { bytes } from './numbers.js';

const SHOWN = 300;
const IN_TITLE = 600;

// What a reader would not see, or what would change how the text around it reads.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Control characters by their number, such as [U+202E]: few fonts have signs for them. */
export function visible(text) {
  return text.replace(INVISIBLE, (character) =>
    `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** The same with line breaks and tabs left as they are, for a payload in a box of its own. */
export function visibleLines(text) {
  return text.split(/(\r?\n|\t)/).map((part, i) => (i % 2 ? part : visible(part))).join('');
}

/** The beginning of a long text, and how long it is; never half of a character. */
export function cut(text, most) {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 1]) ? most - 1 : most;
  return `${text.slice(0, end)}… (${bytes(text.length)})`;
}

/** A foreign text on one line, kept apart from the direction of what stands around it. */
export function foreign(text, title = text) {
  return el('bdi', { class: 'foreign', title: visible(cut(title, IN_TITLE)) }, visible(cut(text, SHOWN)));
}

/** A URL with its host stepping back, so that the path is what is read. */
export function address(text, withHost) {
  const link = linkTo(text);
  if (!link) return foreign(text);
  const start = text.indexOf('//') + 2;
  const path = text.slice(start).search(/[/?#]/);
  const host = path < 0 ? text.slice(start) : text.slice(start, start + path);
  const rest = path < 0 ? '/' : text.slice(start + path);
  return el('bdi', { class: 'foreign', title: visible(cut(text, IN_TITLE)) },
    withHost ? el('span', { class: 'quiet' }, visible(cut(host, SHOWN))) : null,
    visible(cut(rest, SHOWN)));
}

/** The address to which a text may link; null unless it is http or https. */
export function linkTo(text) {
  if (!/^https?:\/\//i.test(text) || text.length > 4000) return null;
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
