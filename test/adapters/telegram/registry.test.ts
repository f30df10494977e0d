import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CALLBACKS } from '#adapters/texts/callback-data.js';
import { SHOP_SCREENS } from '#adapters/inbound/telegram/shop-screens/index.js';
import { BotLab } from './bot-lab.js';

const ROOM = 'src/adapters/inbound/telegram/shop-screens';

describe('the register of screens', () => {
  let lab: BotLab;
  before(async () => {
    lab = await BotLab.open();
  });
  after(() => lab.close());

  const screens = () => SHOP_SCREENS.map((screen) => screen(lab.dependencies()));

  it('names each folder of screens', () => {
    const folders = readdirSync(ROOM, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const register = readFileSync(`${ROOM}/index.ts`, 'utf8');
    expect(screens().map((screen) => screen.name).sort()).to.deep.equal(folders.sort());
    for (const folder of folders) expect(register).to.include(`./${folder}/${folder}.screen.js`);
  });

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
