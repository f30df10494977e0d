import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import { CALLBACKS } from '#adapters/texts/callback-data.js';
import { SHOP_SCREENS } from '#adapters/inbound/telegram/shop-screens/index.js';
import { VPN_SCREENS } from '#adapters/inbound/telegram/vpn-screens/index.js';
import { BotLab } from '../bot-lab.js';

const ROOMS = [
  { room: 'shop-screens', register: SHOP_SCREENS },
  { room: 'vpn-screens', register: VPN_SCREENS },
];

describe('the register of screens', () => {
  let lab: BotLab;
  before(async () => {
    lab = await BotLab.open();
  });
  after(() => lab.close());

  const screens = (register = [...SHOP_SCREENS, ...VPN_SCREENS]) => register.map((screen) => screen(lab.dependencies()));

  for (const { room, register } of ROOMS) {
    it(`names each file of a screen in ${room}`, () => {
      const path = `src/adapters/inbound/telegram/${room}`;
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.screen.ts'));
      const index = readFileSync(`${path}/index.ts`, 'utf8');
      expect(screens([...register]).map((screen) => screen.name).sort()).to.deep.equal(files.map((file) => basename(file, '.screen.ts')).sort());
      for (const file of files) expect(index).to.include(`./${file.replace(/\.ts$/, '.js')}`);
    });
  }

  it('leads each button to exactly one screen', () => {
    const handled = screens().flatMap((screen) => Object.keys(screen.buttons));
    expect(handled.toSorted()).to.deep.equal([...CALLBACKS].sort());
  });

  it('leads each command and each question to exactly one screen', () => {
    for (const names of [screens().flatMap((screen) => Object.keys(screen.commands ?? {})), screens().flatMap((screen) => Object.keys(screen.answers ?? {}))]) {
      expect(new Set(names).size).to.equal(names.length);
    }
  });
});
