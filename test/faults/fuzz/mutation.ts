/** What breaks readers: names of prototypes, numbers no one can hold, nests, controls, halves of characters. */
const HOSTILE = [
  '__proto__', '{"__proto__":{"polluted":true}}', 'constructor', 'toString', '1e309', '-0', '99999999999999999999999', '0x10', 'NaN', 'null', 'true', '[]', '{}', '""',
  '\\u0000', '\\ud83d', '\u202e', '\u0000', '<b>', "' OR 1=1 --", '../../etc/passwd', '%00', '[[[[[[[[[[[[[[[[', '{"a":'.repeat(40), 'x'.repeat(3_000), '🐢', '$1', '-1', '0.0000000001', ',', ':',
] as const;

type Change = (text: string, at: number, draw: () => number) => string;

const CHANGES: readonly Change[] = [
  (text, at, draw) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << Math.floor(draw() * 7))) + text.slice(at + 1),
  (text, at) => text.slice(0, at),
  (text, at, draw) => text.slice(0, at) + text.slice(at + 1 + Math.floor(draw() * 12)),
  (text, at, draw) => text.slice(0, at) + text.slice(at, at + Math.floor(draw() * 40)) + text.slice(at),
  (text, at, draw) => text.slice(0, at) + hostile(draw) + text.slice(at),
  (text, at, draw) => text.slice(0, at) + hostile(draw) + text.slice(at + Math.floor(draw() * 20)),
  (text, _at, draw) => text.replace(/:"[^"]*"/g, (member) => (draw() < 0.1 ? `:${JSON.stringify(hostile(draw))}` : member)),
  (text, _at, draw) => text.replace(/:("[^"]*"|[\d.]+|null|true|false)/g, (member) => (draw() < 0.1 ? `:${['{}', '[]', 'null', '-1', '1e400', 'true', '"'][Math.floor(draw() * 7)] ?? ''}` : member)),
];

function hostile(draw: () => number): string {
  return HOSTILE[Math.floor(draw() * HOSTILE.length)] ?? '';
}

/** A golden text with one to three things about it changed. */
export function mutated(golden: string, draw: () => number): string {
  let text = golden;
  for (let left = 1 + Math.floor(draw() * 3); left > 0; left -= 1) {
    const change = CHANGES[Math.floor(draw() * CHANGES.length)];
    text = change?.(text, Math.floor(draw() * text.length), draw) ?? text;
  }
  return text;
}

export function chosen<Thing>(things: readonly [Thing, ...Thing[]], draw: () => number): Thing {
  return things[Math.floor(draw() * things.length)] ?? things[0];
}
