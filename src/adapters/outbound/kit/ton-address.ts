const FRIENDLY = /^[A-Za-z0-9_-]{48}$/;
const BOUNCEABLE = 0x11;
const NOT_BOUNCEABLE = 0x51;
const CRC_POLYNOMIAL = 0x1021;

/** Whether the text is a main-net TON address as wallets show it; its checksum catches every mistyped letter. */
export function isTonAddress(text: string): boolean {
  const plain = text.replaceAll('+', '-').replaceAll('/', '_');
  if (!FRIENDLY.test(plain)) return false;
  const bytes = Buffer.from(plain, 'base64url');
  const [tag] = bytes;
  return (tag === BOUNCEABLE || tag === NOT_BOUNCEABLE) && crc16(bytes.subarray(0, 34)) === bytes.readUInt16BE(34);
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1) & 0xffff;
  }
  return crc;
}
