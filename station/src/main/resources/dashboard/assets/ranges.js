// Which time a range means now.

const MINUTE = 60_000;
const LENGTHS = { '30m': 30 * MINUTE, '24h': 1440 * MINUTE, '7d': 7 * 1440 * MINUTE, '30d': 30 * 1440 * MINUTE };

export const LABELS = { '30m': '30 min', '24h': '24 h', '7d': '7 days', '30d': '30 days' };
export const NAMES =
  { '30m': 'Last 30 minutes', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days' };

export function bounds({ range, from, to }, now = new Date()) {
  return range === 'custom' ? { from, to } : { from: new Date(now.getTime() - LENGTHS[range]), to: now };
}

/** Whether time passing changes what the range shows. */
export const moves = ({ range, to }) => range !== 'custom' || to > new Date();

/** What every request for figures carries. */
export function question(state) {
  const { from, to } = bounds(state);
  return { from: from.toISOString(), to: to.toISOString(), host: state.host, ...state.filters };
}
