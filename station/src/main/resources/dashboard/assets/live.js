// What the server tells by itself: a pulse each second, and that the tables have changed.

const SILENCE = 6_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;

/** One stream of server-sent events, renewed whenever it breaks. */
export class Live {
  constructor({ onPast, onPulse, onChange, onState, onReturn }) {
    Object.assign(this, { onPast, onPulse, onChange, onState, onReturn });
    this.pause = FIRST_PAUSE;
    this.heardAt = 0;
    setInterval(() => this.#watch(), 1000);
  }

  listenTo(host) {
    this.host = host;
    this.#open();
  }

  #open() {
    this.source?.close();
    clearTimeout(this.again);
    const source = new EventSource(`/api/stats/live${this.host === null ? '' : `?host=${encodeURIComponent(this.host)}`}`);
    this.source = source;
    source.addEventListener('before', (event) => this.onPast(JSON.parse(event.data)));
    source.addEventListener('pulse', (event) => {
      this.#heard();
      this.onPulse(JSON.parse(event.data));
    });
    source.addEventListener('changed', () => {
      this.#heard();
      this.onChange();
    });
    source.addEventListener('error', () => this.#broken(source));
  }

  #heard() {
    this.heardAt = Date.now();
    this.pause = FIRST_PAUSE;
    const returned = this.lost;
    this.lost = false;
    this.onState('live');
    if (returned) this.onReturn();
  }

  #broken(source) {
    this.lost = true;
    this.onState('lost');
    // After an answer that is not a stream the browser gives up; the server may be starting.
    if (source.readyState === EventSource.CLOSED) {
      this.again = setTimeout(() => this.#open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }
  }

  #watch() {
    if (!this.lost && this.heardAt && Date.now() - this.heardAt > SILENCE) {
      this.lost = true;
      this.onState('lost');
    }
  }
}
