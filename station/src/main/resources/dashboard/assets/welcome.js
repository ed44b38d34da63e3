// What stands there before the first event: how to send one.
import { announce } from './dialogs.js';
import { el } from './dom.js';

export function welcome() {
  const origin = location.origin;
  const command = `curl -i ${origin}/api/event -H 'Content-Type: application/json' \\\n`
    + `  -d '{"url": "https://shop.example/shoes", "user_id": "u1"}'`;
  const tag = `<script defer src="${origin}/t.js"></script>`;
  return el('section', { class: 'card welcome', 'aria-labelledby': 'welcome-title' },
    el('h2', { id: 'welcome-title' }, 'No events yet'),
    el('p', {}, 'This page fills by itself as soon as the first event arrives. To send one:'),
    el('ol', {},
      el('li', {}, 'From a terminal', snippet(command)),
      el('li', {}, 'From a web site, in the head of each page', snippet(tag)),
      el('li', {}, 'Invented traffic, to look around', snippet('./tidemark generate --rate=200')),
      el('li', {}, 'The logs of a web server', snippet('./tidemark import /var/log/nginx/access.log'))),
    el('p', { class: 'quiet' }, 'Events that were sent but do not show: the view Health says what became of them.'));
}

function snippet(text) {
  return el('div', { class: 'snippet' }, el('pre', { tabindex: '0' }, text),
    el('button', { type: 'button', on: { click: () => copy(text) } }, 'Copy'));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied.');
  } catch {
    announce('The browser does not let this page copy. Select the text instead.');
  }
}
