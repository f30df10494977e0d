import { language, word } from './words.js';
import { worldNow } from './world-time.js';

const DAY = 86_400;
const LONG = 2 * DAY;

/** A moment as the sandbox tells it: ISO text, unix seconds or milliseconds. */
export function dateOf(at) {
  if (typeof at === 'number') return new Date(at < 1e12 ? at * 1000 : at);
  return new Date(at);
}

export function clockTime(at) {
  return dateOf(at).toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

export function dayOf(at) {
  const date = dateOf(at);
  const sameYear = date.getFullYear() === new Date(worldNow()).getFullYear();
  return date.toLocaleDateString(language(), { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
}

export function dateAndTime(at) {
  return dateOf(at).toLocaleString(language(), { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

export function dayKey(at) {
  return dateOf(at).toDateString();
}

/** Time left until a unix second as `59:07`, `2:04:10` or, beyond two days, `12 d`; undefined when it has passed. */
export function countdown(untilSeconds) {
  const left = Math.floor(untilSeconds - worldNow() / 1000);
  if (left <= 0) return undefined;
  if (left >= LONG) return word('moment.days', { count: Math.floor(left / DAY) });
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}
