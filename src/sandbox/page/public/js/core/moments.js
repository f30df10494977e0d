import { language } from './words.js';

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
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return date.toLocaleDateString(language(), { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
}

export function dayKey(at) {
  return dateOf(at).toDateString();
}

/** Time left until a unix second as `59:07` or `2:04:10`; undefined when it has passed. */
export function countdown(untilSeconds) {
  const left = Math.floor(untilSeconds - Date.now() / 1000);
  if (left <= 0) return undefined;
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}
