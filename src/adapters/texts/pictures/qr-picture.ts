import { toBuffer } from 'qrcode';

const WIDTH = 640;
const QUIET_MODULES = 3;

/** Text as a code that a camera reads: a PNG with its own white ground, for both themes. */
export async function qrPicture(text: string): Promise<Uint8Array> {
  return toBuffer(text, { type: 'png', errorCorrectionLevel: 'M', margin: QUIET_MODULES, width: WIDTH });
}
