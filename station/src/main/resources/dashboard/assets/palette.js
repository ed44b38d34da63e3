// The theme's colours for what is painted on a canvas, which knows no CSS variables.

const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);

export function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** A colour between two, by share from 0 to 1. */
export function mix(from, to, share) {
  const a = parts(from);
  const b = parts(to);
  return `rgb(${a.map((part, i) => Math.round(part + (b[i] - part) * share)).join(', ')})`;
}

export function faint(opaque, opacity) {
  return `rgba(${parts(opaque).join(', ')}, ${opacity})`;
}

const parts = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
