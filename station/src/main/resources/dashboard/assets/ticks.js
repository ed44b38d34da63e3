// How the points of a chart are named, and which of them the axis names.
import { atClock, moment, onAxis, onDay, onWeekday } from './times.js';

const LENGTHS = { minute: 60_000, five_minutes: 300_000, hour: 3_600_000, day: 86_400_000 };
const ROOM = 64;

export class Ticks {
  constructor({ interval, points, to }) {
    this.interval = interval;
    this.points = points;
    this.to = new Date(to);
    this.starts = new Map(points.map((point, i) => [point.start, i]));
    this.long = points.length * LENGTHS[interval] > 49 * LENGTHS.hour;
  }

  endOf(point) {
    const next = this.points[this.starts.get(point.start) + 1];
    return next ? new Date(next.start) : new Date(new Date(point.start).getTime() + LENGTHS[this.interval]);
  }

  /** Whether more may come to it. */
  isOpen(point) {
    return Boolean(point) && this.endOf(point) > new Date();
  }

  name(point) {
    const start = new Date(point.start);
    if (this.interval === 'day') return onWeekday(start);
    return this.interval === 'hour' ? `${moment(start)} – ${atClock(this.endOf(point))}` : moment(start);
  }

  label(start) {
    const date = new Date(start);
    return this.long ? onDay(date) : onAxis(date);
  }

  /** Round times, as many as there is room for. */
  isTick(point, width) {
    const date = new Date(point.start);
    const most = Math.max(2, Math.floor(width / ROOM));
    if (this.interval === 'day') {
      const step = Math.ceil(this.points.length / most);
      return (this.points.length - 1 - this.starts.get(point.start)) % step === 0;
    }
    if (this.long) {
      const days = (this.points.length * LENGTHS[this.interval]) / LENGTHS.day;
      const midnight = date.getHours() === 0 && date.getMinutes() === 0;
      return midnight && Math.round(date.getTime() / LENGTHS.day) % Math.ceil(days / most) === 0;
    }
    const minutes = (this.points.length * LENGTHS[this.interval]) / 60_000;
    const step = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720].find((each) => minutes / each <= most) ?? 1440;
    return (date.getHours() * 60 + date.getMinutes()) % step === 0;
  }
}
