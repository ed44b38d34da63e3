// What a box says while it loads, is empty or fails; it is the same for all of them.
import { isAbort } from './api.js';
import { attribute, el } from './dom.js';
import { atClock } from './times.js';

export function failureNote(failure, further, retry) {
  return el('div', { class: 'failure', role: 'status' },
    el('p', {}, el('strong', {}, failure.message), ` ${failure.remedy ?? ''}${further}`),
    el('button', { type: 'button', on: { click: retry } }, 'Try again'));
}

/** Says where a box stands: loading, empty, failed or shown; it never empties what it shows already. */
export class Standing {
  constructor(box, content) {
    Object.assign(this, { box, content });
    this.note = el('div', { class: 'note' });
    this.skeleton = el('div', { class: 'skeleton', 'aria-hidden': 'true' },
      Array.from({ length: 8 }, () => el('span')));
    content.before(this.skeleton, this.note);
    content.hidden = true;
  }

  busy(again) {
    attribute(this.box, 'aria-busy', 'true');
    this.box.classList.toggle('changing', !again);
  }

  shown(empty) {
    this.#rest();
    this.at = new Date();
    this.failure = null;
    this.content.hidden = Boolean(empty);
    this.note.replaceChildren(...(empty ? [empty] : []));
  }

  failed(failure, retry) {
    this.#rest();
    const before = this.at && !this.content.hidden ? ` Shown as of ${atClock(this.at)}.` : '';
    this.failure = failure;
    this.note.replaceChildren(failureNote(failure, before, retry));
  }

  #rest() {
    this.skeleton.hidden = true;
    this.box.removeAttribute('aria-busy');
    this.box.classList.remove('changing');
  }
}

/** Loads one thing at a time: a newer question cancels the older one. */
export class Loading {
  /** Whether it came to an end that can be shown, or was overtaken. */
  async run(standing, again, work) {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    standing.busy(again);
    try {
      await work(abort.signal);
      return true;
    } catch (failure) {
      if (isAbort(failure) || this.abort !== abort) return true;
      if (!failure.remedy) console.error(failure);
      standing.failed(failure, () => this.run(standing, false, work));
      return false;
    }
  }
}
