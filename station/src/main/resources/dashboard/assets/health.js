// The view Health: what became of every record, and how far behind the figures are.
import { get } from './api.js';
import { DeadLetters } from './dead-letters.js';
import { el } from './dom.js';
import { facts } from './facts.js';
import { balance } from './ledger.js';
import { Loading, Standing } from './loading.js';
import { partitions } from './partitions.js';
import { connections, runner } from './runner.js';

const PAUSE = 5_000;

const card = (id, title, ...content) =>
  el('section', { class: 'card', id, 'aria-labelledby': `${id}-title` }, el('h2', { id: `${id}-title` }, title), content);

export class Health {
  #loading = new Loading();
  #asked = 0;
  #places = Object.fromEntries(['ledger', 'facts', 'partitions', 'runner', 'connections'].map((name) => [name, el('div')]));
  #dead = new DeadLetters(() => this.refresh(true));

  constructor() {
    const content = el('div', { class: 'health-grid' },
      card('ledger', 'Ledger', this.#places.ledger),
      card('facts', 'Freshness', this.#places.facts),
      card('connections', 'Connections', this.#places.connections),
      card('partitions', 'Partitions', this.#places.partitions),
      card('dead', 'Dead letters', this.#dead.element),
      card('runner', 'Runner', this.#places.runner));
    this.element = el('div', { class: 'view health' }, content);
    this.standing = new Standing(this.element, content);
  }

  refresh(again) {
    this.#asked = Date.now();
    return this.#loading.run(this.standing, again, async (signal) => {
      const health = await get('/api/health', {}, signal);
      const { ledger, facts: facing, partitions: parts, runner: job, connections: links } = this.#places;
      ledger.replaceChildren(balance(health.ledger));
      facing.replaceChildren(facts(health));
      parts.replaceChildren(partitions(health.partitions));
      job.replaceChildren(runner(health.job, health.checkpoints ?? []));
      links.replaceChildren(connections(health));
      this.#dead.show(health.deadLetters);
      this.standing.shown(null);
    });
  }

  /** The pulse is the clock of this view: it asks again every few seconds, while somebody looks. */
  beat() {
    if (this.element.isConnected && !document.hidden && Date.now() - this.#asked > PAUSE) this.refresh(true);
  }
}
