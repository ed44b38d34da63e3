// Puts the page together: the address says what to show, the server says when it changed.
import { onChange, state } from './address.js';
import { showChips } from './chips.js';
import { say } from './dom.js';
import { Explore } from './explore.js';
import { Health } from './health.js';
import { HostChoice, rangeChoice, viewLinks, VIEWS } from './header.js';
import { Live } from './live.js';
import { moves } from './ranges.js';
import { themeChoice } from './theme.js';
import { Traffic } from './traffic.js';

const TURN = 60_000;
const RETRY = 10_000;

const place = (id) => document.getElementById(id);
const hosts = new HostChoice();
const views = {
  traffic: new Traffic({ onHosts: (all) => hosts.show(all) }),
  health: new Health(),
  explore: new Explore(),
};

const live = new Live({
  onPast: (past) => views.traffic.now.recall(past),
  onPulse(pulse) {
    views.traffic.now.beat(pulse);
    views.health.beat(pulse);
  },
  onChange: () => refreshSoon(),
  onReturn: () => refreshSoon(),
  onState(name) {
    place('connection').dataset.state = name;
    say(place('connection'), name === 'live' ? 'Live' : 'Reconnecting…');
  },
});

/** A row of filters that comes or goes must not move what the pointer is on. */
function showFrame() {
  const before = place('content').getBoundingClientRect().top;
  buildFrame();
  const moved = place('content').getBoundingClientRect().top - before;
  if (scrollY > 0 && moved !== 0) scrollBy(0, moved);
}

function buildFrame() {
  const { view } = state();
  const focused = document.activeElement?.dataset?.range;
  place('views').replaceChildren(...viewLinks());
  place('controls').replaceChildren(...(view === 'traffic' ? [hosts.element, rangeChoice()] : []));
  if (focused) place('controls').querySelector(`[data-range="${focused}"]`)?.focus();
  if (view === 'traffic') showChips(place('chips'));
  else place('chips').hidden = true;
  document.title = view !== 'traffic' ? `${VIEWS[view]} · Tidemark` : `${state().host ?? 'Traffic'} · Tidemark`.slice(0, 80);
  const { element } = views[view];
  if (element.parentNode !== place('content')) place('content').replaceChildren(element);
}

let running = null;
let wanted = false;

/** Once more when the tables changed: never twice at a time, and not while nobody looks. */
function refreshSoon() {
  wanted = true;
  if (!running && !document.hidden) refresh(true);
}

async function refresh(again) {
  wanted = false;
  const mine = (running = views[state().view].refresh(again));
  const well = await mine;
  if (running !== mine) return;
  running = null;
  if (!well) setTimeout(refreshSoon, RETRY);
  if (wanted) refreshSoon();
}

onChange((now, before) => {
  if (now.host !== before.host) {
    views.traffic.now.forget();
    live.listenTo(now.host);
  }
  showFrame();
  refresh(false);
});

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && wanted) refreshSoon();
});

setInterval(() => {
  if (state().view === 'health' || moves(state())) refreshSoon();
}, TURN);

place('connection').dataset.state = 'connecting';
say(place('connection'), 'Connecting…');
place('theme').append(themeChoice());
hosts.show([]);
showFrame();
live.listenTo(state().host);
refresh(false);
