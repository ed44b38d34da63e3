// Records that could not be counted: why, what they look like, and a second chance for them.
import { get, post } from './api.js';
import { announce, openDialog } from './dialogs.js';
import { attribute, el, hidden, keepingFocus } from './dom.js';
import { Loading, Standing } from './loading.js';
import { full } from './numbers.js';
import { cut, foreign, visibleLines } from './texts.js';
import { ago, exactMoment } from './times.js';

const SAMPLES = 20;
const PAYLOAD_SHOWN = 20_000;

export class DeadLetters {
  element = el('div');

  constructor(onReplayed) {
    this.onReplayed = onReplayed;
  }

  show({ total, byFailure = [] } = {}) {
    if (!total) {
      this.lines = null;
      this.element.replaceChildren(el('p', { class: 'empty' }, 'None. Every record that was read could be counted.'));
      return;
    }
    const shown = JSON.stringify(byFailure.map(({ failure, meaning }) => [failure, meaning]));
    keepingFocus(() => {
      if (this.shown !== shown || !this.lines) this.#build(byFailure);
      this.shown = shown;
    });
    byFailure.forEach((each, i) => {
      this.lines[i].count.textContent = full(each.count);
      this.lines[i].seen.textContent = each.lastSeen ? ago(new Date(each.lastSeen)) : '–';
    });
  }

  #build(failures) {
    this.lines = failures.map(() => ({ count: el('td'), seen: el('td', { class: 'seen' }) }));
    this.element.replaceChildren(el('table', { class: 'plain-table failures' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Failure'), el('th', { scope: 'col' }, 'Records'),
        el('th', { scope: 'col', class: 'seen' }, 'Last'), el('th', { scope: 'col' }, hidden('What to do')))),
      el('tbody', {}, failures.map((each, i) => el('tr', { data: { failure: each.failure } },
        el('th', { scope: 'row' }, el('code', {}, foreign(each.failure)), el('p', { class: 'quiet small' }, foreign(each.meaning ?? ''))),
        this.lines[i].count, this.lines[i].seen,
        el('td', { class: 'actions' },
          el('button', { type: 'button', on: { click: () => this.#samples(each.failure) } }, 'Samples', hidden(` of ${each.failure}`)),
          el('button', { type: 'button', on: { click: () => this.#confirm(each.failure, this.lines[i].count.textContent) } },
            'Replay', hidden(` all of ${each.failure}`))))))));
  }

  #confirm(failure, count) {
    const dialog = openDialog('Replay dead letters', {},
      el('p', {}, `Send all ${count} records that failed as `, el('code', {}, foreign(failure)), ' into their topic again?'),
      el('p', { class: 'quiet' }, 'They are read once more from there, each as a new record. What could not be read then fails again.'),
      this.#buttons('Replay', { failure }, () => dialog));
  }

  /** A button that sends, and says below itself what went wrong if something did. */
  #buttons(label, body, dialog) {
    const trouble = el('p', { class: 'trouble', role: 'alert' });
    const send = el('button', { type: 'button', class: 'primary', on: { click: async () => {
      send.disabled = true;
      try {
        const { replayed } = await post('/api/health/dead/replay', typeof body === 'function' ? body() : body);
        dialog().close();
        announce(`${full(replayed)} ${replayed === 1 ? 'record was' : 'records were'} sent again.`);
        this.onReplayed();
      } catch (failure) {
        trouble.textContent = `${failure.message} ${failure.remedy ?? ''}`;
        send.disabled = false;
      }
    } } }, label);
    return el('div', {}, trouble, el('div', { class: 'buttons' },
      el('button', { type: 'button', on: { click: () => dialog().close() } }, 'Cancel'), send));
  }

  #samples(failure) {
    const list = el('div', { class: 'samples' });
    const box = el('div', {}, list);
    const standing = new Standing(box, list);
    const loading = new Loading();
    openDialog(`Dead letters: ${failure}`, { wide: true, onClose: () => loading.abort.abort() }, box);
    loading.run(standing, false, async (signal) => {
      const { rows } = await get('/api/health/dead', { failure, limit: SAMPLES }, signal);
      list.replaceChildren(...rows.map((row) => this.#sample(row)));
      standing.shown(rows.length === 0 && el('p', { class: 'empty' }, 'None are left.'));
    });
  }

  #sample(row) {
    const where = `${row.topic} ${row.partition} @ ${row.offset}`;
    const at = new Date(row.kafkaTime ?? row.seenAt);
    return el('article', { class: 'sample' },
      el('h3', {}, foreign(where), el('span', { class: 'quiet' }, ` ${exactMoment(at)}`)),
      el('p', {}, foreign(row.detail ?? '')),
      el('pre', { class: 'payload', tabindex: '0' }, visibleLines(cut(row.payload ?? '', PAYLOAD_SHOWN))),
      row.payloadTruncated && el('p', { class: 'quiet small' }, 'The payload goes on; it can be replayed as it is, but not edited here.'),
      el('div', { class: 'buttons' },
        !row.payloadTruncated && el('button', { type: 'button', on: { click: () => this.#edit(row, where) } }, 'Edit and replay…'),
        el('button', { type: 'button', on: { click: (event) => this.#replayOne(row, event.currentTarget) } }, 'Replay as it is')));
  }

  async #replayOne(row, button) {
    attribute(button, 'disabled', true);
    try {
      await post('/api/health/dead/replay', { records: [identity(row)] });
      button.textContent = 'Sent again';
      this.onReplayed();
    } catch (failure) {
      attribute(button, 'disabled', null);
      button.textContent = `Try again: ${failure.message}`;
    }
  }

  #edit(row, where) {
    const text = el('textarea', { rows: 12, spellcheck: 'false', 'aria-label': 'Payload' });
    text.value = row.payload ?? '';
    const dialog = openDialog(`Repair ${where}`, { wide: true },
      el('p', { class: 'quiet' }, 'What stands here is sent into the topic as a new record.'), text,
      this.#buttons('Replay', () => ({ records: [identity(row)], payload: text.value }), () => dialog));
    text.focus();
  }
}

const identity = ({ topic, partition, offset }) => ({ topic, partition, offset });
