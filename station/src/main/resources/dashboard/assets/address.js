// The state of the page is its address: what is not in it is not state.

export const FILTERS =
  ['page', 'referrer', 'source', 'sourceClass', 'country', 'region', 'city', 'browser', 'system', 'device', 'bot'];
export const RANGES = ['30m', '24h', '7d', '30d'];
const USUAL = '24h';

const listeners = new Set();
let current = read();

/** { view, range, from, to, host, filters }: from and to are dates, and set for a custom range only. */
export const state = () => current;

export function onChange(listener) {
  listeners.add(listener);
}

export function change(patch) {
  const next = { ...current, ...patch };
  const search = write(next);
  if (search !== location.search) history.pushState(null, '', search || location.pathname);
  accept();
}

/** Adds what a row stands for to the filters, or removes it when all of it is there already. */
export function toggle(filter) {
  const { host, ...others } = filter;
  const filters = { ...current.filters };
  const remove = isActive(filter);
  for (const [name, value] of Object.entries(others)) {
    if (remove) delete filters[name];
    else filters[name] = value;
  }
  change({ filters, host: host === undefined ? current.host : remove ? null : host });
}

export function isActive(filter) {
  return Object.entries(filter).every(([name, value]) =>
    (name === 'host' ? current.host : current.filters[name]) === String(value));
}

/** A filter that no request can carry is offered to nobody. */
export const fits = (filter) => encodeURIComponent(Object.values(filter).join('')).length < 4000;

export const hrefOf = (patch) => write({ ...current, ...patch }) || location.pathname;

function read() {
  const query = new URLSearchParams(location.search);
  const from = date(query.get('from'));
  const to = date(query.get('to'));
  const custom = from && to && from < to;
  const range = query.get('range');
  const filters = {};
  for (const name of FILTERS) if (query.has(name)) filters[name] = query.get(name);
  return {
    view: ['health', 'explore'].includes(query.get('view')) ? query.get('view') : 'traffic',
    range: custom ? 'custom' : RANGES.includes(range) ? range : USUAL,
    from: custom ? from : null,
    to: custom ? to : null,
    host: query.get('host'),
    filters,
  };
}

function date(text) {
  const parsed = text ? new Date(text) : null;
  return parsed && !Number.isNaN(parsed.getTime()) ? parsed : null;
}

function write({ view, range, from, to, host, filters }) {
  const query = new URLSearchParams();
  if (view !== 'traffic') query.set('view', view);
  if (range === 'custom') {
    query.set('from', from.toISOString());
    query.set('to', to.toISOString());
  } else if (range !== USUAL) {
    query.set('range', range);
  }
  if (host !== null) query.set('host', host);
  for (const name of FILTERS) if (name in filters) query.set(name, filters[name]);
  return query.size ? `?${query}` : '';
}

function accept() {
  const before = current;
  current = read();
  if (write(before) !== write(current)) for (const listener of listeners) listener(current, before);
}

addEventListener('popstate', accept);
