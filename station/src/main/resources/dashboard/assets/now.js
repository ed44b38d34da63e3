// How many visitors there are now, and the events of each second of the last two minutes.
import { attribute, el, hidden, say, svg } from './dom.js';
import { full, rate } from './numbers.js';
import { span } from './times.js';

const SECONDS = 120;
const WIDTH = 240;
const HEIGHT = 44;
const QUIET_MILLIS = 30_000;

export class Now {
  #beats = [];
  #spokenAt = 0;
  #big = el('span', { class: 'big', id: 'now-visitors', 'aria-hidden': 'true' }, '–');
  #spoken = el('span', { class: 'visually-hidden', 'aria-live': 'polite' });
  #rate = el('span', { class: 'number', id: 'now-rate' }, '–');
  #behind = el('span', { class: 'number', id: 'now-behind', title: 'How far the watermark is behind the clock' });
  #area = svg('path', { class: 'beat-area' });
  #line = svg('path', { class: 'beat-line' });
  element = el('div', { class: 'now' },
    el('h3', { class: 'figure-name' }, el('span', { class: 'beacon' }), 'Visitors now',
      hidden(', last five minutes')),
    el('p', { class: 'figure-value' }, this.#big, this.#spoken),
    svg('svg', { class: 'beats', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      this.#area, this.#line),
    el('p', { class: 'figure-note' }, this.#rate, ' events/s', this.#behind));

  showVisitors(visitors) {
    say(this.#big, full(visitors));
    // Spoken now and then; a number that is read out each second is no help.
    if (Date.now() - this.#spokenAt > QUIET_MILLIS) {
      this.#spokenAt = Date.now();
      say(this.#spoken, `${full(visitors)} visitors in the last five minutes`);
    }
  }

  /** What came in the two minutes before somebody looked. */
  recall({ eventsPerSecond }) {
    this.#beats = eventsPerSecond.slice(-SECONDS);
    this.#draw();
  }

  beat(pulse) {
    this.showVisitors(pulse.visitors);
    this.#beats.push(pulse.eventsPerSecond ?? 0);
    if (this.#beats.length > SECONDS) this.#beats.shift();
    say(this.#rate, rate(pulse.eventsPerSecond));
    say(this.#behind, typeof pulse.behindSeconds === 'number' ? ` · ${span(pulse.behindSeconds)} behind` : '');
    this.#draw();
  }

  forget() {
    this.#beats = [];
    say(this.#big, '–');
    this.#spokenAt = 0;
  }

  #draw() {
    if (this.#beats.length < 2) return;
    const most = Math.max(1, ...this.#beats) * 1.08;
    const step = WIDTH / (SECONDS - 1);
    const first = SECONDS - this.#beats.length;
    const points = this.#beats.map((beat, i) =>
      `${((first + i) * step).toFixed(1)} ${(HEIGHT - 2 - (beat / most) * (HEIGHT - 4)).toFixed(1)}`);
    attribute(this.#line, 'd', `M${points.join('L')}`);
    attribute(this.#area, 'd', `M${(first * step).toFixed(1)} ${HEIGHT}L${points.join('L')}L${WIDTH} ${HEIGHT}Z`);
  }
}
