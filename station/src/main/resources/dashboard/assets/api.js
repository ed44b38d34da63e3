// Asks the server.

/** A failure that says what to do. */
export class Failure extends Error {
  constructor(message, remedy, status) {
    super(message);
    this.remedy = remedy;
    this.status = status;
  }
}

export const isAbort = (failure) => failure?.name === 'AbortError';

export function path(address, parameters = {}) {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined));
  return query.size ? `${address}?${query}` : address;
}

export async function get(address, parameters, signal) {
  return ask(path(address, parameters), { signal, headers: { Accept: 'application/json' } });
}

/** The header shows the server that this page asks, and not another site's form. */
export async function post(address, body) {
  return ask(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tidemark': '1' },
    body: JSON.stringify(body),
  });
}

async function ask(address, request) {
  let response;
  try {
    response = await fetch(address, request);
  } catch (failure) {
    if (isAbort(failure)) throw failure;
    throw new Failure('The server does not answer.', 'Is it running? The page goes on by itself when it is back.', 0);
  }
  if (response.status === 401) {
    location.assign('/login');
    throw new Failure('You are signed out.', 'Sign in again.', 401);
  }
  const answer = await response.json().catch((failure) => {
    if (isAbort(failure)) throw failure;
    return {};
  });
  if (response.ok) return answer;
  throw new Failure(
    answer.error ?? `The server answered ${response.status}.`,
    answer.remedy ?? 'Try again; if it stays, look at the logs.',
    response.status);
}
