// The job that counts, its checkpoints, and what it is connected to.
import { el } from './dom.js';
import { bytes, full } from './numbers.js';
import { foreign } from './texts.js';
import { ago, exactMoment, span } from './times.js';

const WELL = new Set(['RUNNING', 'FINISHED', 'DONE']);

export function runner(job, checkpoints) {
  if (!job) {
    return el('p', { class: 'empty' }, 'The pipeline does not run in this process. Where it runs, its own console has the job;'
      + ' the ledger and the lag here hold all the same.');
  }
  const since = new Date(job.since);
  return el('div', { class: 'job' },
    el('dl', { class: 'list' },
      row('State', el('span', { class: `state ${WELL.has(job.state) ? 'good' : 'bad'}`, id: 'job-state' }, foreign(job.state))),
      row('Runner', foreign(job.runner)),
      row('Job', el('code', {}, foreign(job.id ?? '–'))),
      row('Since', el('span', { title: exactMoment(since) }, ago(since))),
      row('Restarts', full(job.restarts))),
    el('div', {}, el('h3', {}, 'Checkpoints'), checkpoints.length === 0
      ? el('p', { class: 'empty' }, 'None yet. The first comes within seconds of the start.')
      : el('table', { class: 'plain-table' },
        el('thead', {}, el('tr', {}, ['Number', 'When', 'Size', 'Took'].map((head) => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, checkpoints.slice(0, 6).map(({ number, at, bytes: size, milliseconds }) => el('tr', {},
          el('th', { scope: 'row' }, full(number)), el('td', { title: exactMoment(new Date(at)) }, ago(new Date(at))),
          el('td', {}, bytes(size)), el('td', {}, milliseconds < 1000 ? `${full(milliseconds)}\u00a0ms` : span(milliseconds / 1000))))))));
}

const row = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));

export function connections({ kafka, postgres, intake }) {
  const refused = Object.entries(intake?.refused ?? {}).filter(([, count]) => count > 0);
  return el('div', {},
    el('dl', { class: 'list' }, connection('Kafka', kafka), connection('PostgreSQL', postgres)),
    el('h3', {}, 'Intake over HTTP'),
    el('dl', { class: 'list', id: 'intake' },
      row('Events accepted since the start', full(intake?.accepted)),
      refused.map(([reason, count]) =>
        row(`Requests refused: ${reason.toLowerCase().replaceAll('_', ' ')}`, full(count)))));
}

function connection(name, link) {
  return el('div', { data: { connection: name } },
    el('dt', {}, name, ' ', el('span', { class: 'quiet' }, foreign(link?.address ?? ''))),
    el('dd', {}, el('span', { class: `state ${link?.ok ? 'good' : 'bad'}` }, link?.ok ? 'Connected' : 'Away'),
      link?.ok ? null : el('p', { class: 'small' }, foreign(link?.error ?? 'No reason is known'),
        '. It is tried again by itself; ', el('code', {}, './tidemark doctor'), ' says more.')));
}
