import { sizeOf } from '../figures.js';
import { Canvas, type Colour, TEXT_HEIGHT, widthOf } from './canvas.js';

export interface DayOfUsage {
  /** `2026-11-21` */
  readonly day: string;
  readonly bytes: bigint;
}

const WIDTH = 960;
const HEIGHT = 420;
const SIDE = 30;
const TOP = 70;
const FOOT = 50;
const LABEL_SCALE = 4;
const DAY_SCALE = 2;
/** A day with any traffic at all is seen. */
const LEAST_BAR = 3;

const GROUND: Colour = [246, 248, 252];
const RULE: Colour = [216, 222, 232];
const BAR: Colour = [51, 144, 236];
const BUSIEST: Colour = [24, 96, 190];
const INK: Colour = [74, 86, 104];

/** Traffic as bars, a day each, with the day of the month below and the busiest day's amount above: a PNG. */
export function usagePicture(days: readonly DayOfUsage[]): Uint8Array {
  const canvas = new Canvas(WIDTH, HEIGHT, GROUND);
  const most = days.reduce((best, { bytes }) => (bytes > best ? bytes : best), 0n);
  const { figure, unit } = sizeOf(most);
  canvas.write(`${figure.replace(/\s/gu, '')} ${unit}`, SIDE, 24, LABEL_SCALE, INK);
  const room = HEIGHT - TOP - FOOT;
  for (const part of [0, 1, 2]) canvas.fill(SIDE, TOP + Math.round((room * part) / 2), WIDTH - 2 * SIDE, 2, RULE);
  const step = (WIDTH - 2 * SIDE) / Math.max(1, days.length);
  days.forEach(({ day, bytes }, place) => {
    const left = Math.round(SIDE + place * step);
    const height = heightOf(bytes, most, room);
    canvas.fill(left + 4, TOP + room - height, Math.round(step) - 8, height, bytes === most ? BUSIEST : BAR);
    const label = String(Number(day.slice(-2)));
    const middle = left + Math.round((step - widthOf(label, DAY_SCALE)) / 2);
    canvas.write(label, middle, HEIGHT - FOOT + TEXT_HEIGHT * DAY_SCALE, DAY_SCALE, INK);
  });
  return canvas.toPng();
}

function heightOf(bytes: bigint, most: bigint, room: number): number {
  if (bytes <= 0n || most <= 0n) return 0;
  return Math.max(LEAST_BAR, Number((bytes * BigInt(room)) / most));
}
