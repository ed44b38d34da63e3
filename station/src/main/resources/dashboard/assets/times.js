// Moments as the reader's locale and time zone write them.

export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const clock = format({ hour: '2-digit', minute: '2-digit' });
const fullHour = format({ hour: 'numeric' });
const twelveHours = fullHour.resolvedOptions().hour12;
const day = format({ day: 'numeric', month: 'short' });
const weekday = format({ weekday: 'short', day: 'numeric', month: 'short' });
const dayAndClock = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const dayAndSeconds =
  format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const atClock = (date) => clock.format(date);
/** As short as an axis wants it: full hours without minutes where the locale has a word for them. */
export const onAxis = (date) => (date.getMinutes() === 0 && twelveHours ? fullHour : clock).format(date);
export const onDay = (date) => day.format(date);
export const onWeekday = (date) => weekday.format(date);
export const moment = (date) => dayAndClock.format(date);
export const exactMoment = (date) => dayAndSeconds.format(date);

/** A range in as few words as name it. */
export function between(from, to) {
  const days = from.toDateString() !== to.toDateString();
  const whole = atMidnight(from) && atMidnight(to);
  if (whole) return day.formatRange(from, new Date(to.getTime() - 1));
  return days ? `${moment(from)} – ${moment(to)}` : `${onDay(from)}, ${atClock(from)} – ${atClock(to)}`;
}

const atMidnight = (date) => date.getHours() === 0 && date.getMinutes() === 0;

/** The same where there is little room: days only, unless there is but one. */
export function tightBetween(from, to) {
  const last = new Date(to.getTime() - 1);
  return from.toDateString() === last.toDateString() ? onDay(from) : day.formatRange(from, last);
}

/** A span in the two units that matter: 3 s, 4 min, 2 h 5 min, 3 d 4 h. */
export function span(seconds) {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return '–';
  if (seconds < 0) return '0\u00a0s';
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)}\u00a0s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole < 600 ? whole % 60 : 0, 's');
  if (whole < 86_400) return pair(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  return pair(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h');
}

const pair = (major, unit, minor, minorUnit) =>
  minor ? `${major}\u00a0${unit} ${minor}\u00a0${minorUnit}` : `${major}\u00a0${unit}`;

export const ago = (date) => `${span((Date.now() - date.getTime()) / 1000)} ago`;

/** What an input of type datetime-local holds. */
export function localInput(date) {
  const two = (n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    + `T${two(date.getHours())}:${two(date.getMinutes())}`;
}
