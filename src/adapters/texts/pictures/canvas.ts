import { PNG } from 'pngjs';
import { DIGIT_HEIGHT, DIGIT_WIDTH, glyphOf } from './digit-font.js';

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [number, number, number];

const BYTES = 4;
const OPAQUE = 255;

/** A picture that is painted in rectangles and digits. Opaque, so that it reads alike on light and dark. */
export class Canvas {
  private readonly png: PNG;

  constructor(
    readonly width: number,
    readonly height: number,
    ground: Colour,
  ) {
    this.png = new PNG({ width, height });
    this.fill(0, 0, width, height, ground);
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    const [fromX, toX] = [Math.max(0, left), Math.min(this.width, left + width)];
    const [fromY, toY] = [Math.max(0, top), Math.min(this.height, top + height)];
    if (fromX >= toX) return;
    const row = Buffer.alloc((toX - fromX) * BYTES, Buffer.from([...colour, OPAQUE]));
    for (let y = fromY; y < toY; y++) row.copy(this.png.data, (y * this.width + fromX) * BYTES);
  }

  /** Digits and units; what the font has no glyph for is left blank. */
  write(text: string, left: number, top: number, scale: number, colour: Colour): void {
    Array.from(text).forEach((character, place) => {
      const start = left + place * (DIGIT_WIDTH + 1) * scale;
      glyphOf(character).forEach((row, y) => {
        for (let x = 0; x < DIGIT_WIDTH; x++) if (row[x] === '#') this.fill(start + x * scale, top + y * scale, scale, scale, colour);
      });
    });
  }

  toPng(): Uint8Array {
    return PNG.sync.write(this.png, { colorType: 2 });
  }
}

export function widthOf(text: string, scale: number): number {
  return (text.length * (DIGIT_WIDTH + 1) - 1) * scale;
}

export const TEXT_HEIGHT = DIGIT_HEIGHT;
