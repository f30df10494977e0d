const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);
const REFERENCE = /&(?:#x([0-9a-f]*)|#([0-9]*)|([a-z]+))(;?)/iy;
const LONGEST_REFERENCE = 9;

/** A reading position in HTML text; the end reads as an empty string. */
export class HtmlCursor {
  position = 0;

  constructor(readonly source: string) {}

  get current(): string {
    return this.source.charAt(this.position);
  }

  isEnded(): boolean {
    return this.position >= this.source.length;
  }

  get atSpace(): boolean {
    return /^[ \t\r\n\0\v]$/.test(this.current);
  }

  /** Telegram names places in bytes of UTF-8. */
  byteOffset(position: number): number {
    return Buffer.byteLength(this.source.slice(0, position));
  }

  skipSpaces(): void {
    while (this.atSpace) this.position += 1;
  }

  /** Reads up to a space, one of the stops, or the end. */
  word(stops: string): string {
    const start = this.position;
    while (!this.isEnded() && !this.atSpace && !stops.includes(this.current)) this.position += 1;
    return this.source.slice(start, this.position);
  }

  /** The character a reference at this place stands for; undefined leaves the ampersand as plain text, as Telegram does. */
  reference(): string | undefined {
    REFERENCE.lastIndex = this.position;
    const found = REFERENCE.exec(this.source);
    if (!found) return undefined;
    const [whole, hex, decimal, name, semicolon] = found;
    const character = name === undefined ? numbered(whole.length - (semicolon ?? '').length, hex, decimal) : NAMED.get(name);
    if (character !== undefined) this.position += whole.length;
    return character;
  }
}

function numbered(length: number, hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex === undefined ? parseInt(decimal ?? '', 10) : parseInt(hex, 16);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (!(code > 0 && code < 0x10ffff) || isSurrogate || length > LONGEST_REFERENCE) return undefined;
  return String.fromCodePoint(code);
}
