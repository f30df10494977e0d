import { CryptobotSimulator } from '#sandbox/cryptobot/cryptobot-simulator.js';
import { FragmentSimulator } from '#sandbox/fragment/fragment-simulator.js';
import { HeleketSimulator } from '#sandbox/heleket/heleket-simulator.js';
import type { FaultBoard } from '#sandbox/kit/fault-board.js';
import type { PanelSimulator } from '#sandbox/kit/panel-simulator.js';
import type { Simulator, SimulatorContext } from '#sandbox/kit/simulator.js';
import { MarzbanSimulator } from '#sandbox/panels/marzban/marzban-simulator.js';
import { RemnawaveSimulator } from '#sandbox/panels/remnawave/remnawave-simulator.js';
import { XuiSimulator } from '#sandbox/panels/xui/xui-simulator.js';
import { TelegramSimulator } from '#sandbox/telegram/telegram-simulator.js';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import { WataSimulator } from '#sandbox/wata/wata-simulator.js';
import { YookassaSimulator } from '#sandbox/yookassa/yookassa-simulator.js';

/** Made up and printed here, so worthless: they open nothing but the sandbox. */
export const MERCHANT = {
  merchant: '5a4d0b0c-0000-4000-8000-706f6c617269',
  apiKey: 'sandbox-heleket-payment-key-0000',
  payoutKey: 'sandbox-heleket-payout-key-00000',
};

/** All stand-ins together. */
export interface OutsideWorld {
  readonly faults: FaultBoard;
  readonly telegram: TelegramSimulator;
  readonly heleket: HeleketSimulator;
  readonly yookassa: YookassaSimulator;
  readonly wata: WataSimulator;
  readonly cryptoPay: CryptobotSimulator;
  readonly fragment: FragmentSimulator;
  readonly ton: TonSimulator;
  readonly marzban: MarzbanSimulator;
  readonly remnawave: RemnawaveSimulator;
  readonly xui: XuiSimulator;
}

/** A panel in this world: the shop knows it by its id, people by its title. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly simulator: PanelSimulator;
}

export async function createOutsideWorld(context: SimulatorContext): Promise<OutsideWorld> {
  const ton = await TonSimulator.create(context);
  return {
    faults: context.faults,
    telegram: new TelegramSimulator(context),
    heleket: new HeleketSimulator(context, MERCHANT),
    yookassa: new YookassaSimulator(context),
    wata: new WataSimulator(context),
    cryptoPay: new CryptobotSimulator(context),
    fragment: new FragmentSimulator(context, ton),
    ton,
    marzban: new MarzbanSimulator(context),
    remnawave: new RemnawaveSimulator(context, { major: 3, webhookUrl: `${context.origin}/webhook/panels/remnawave` }),
    xui: new XuiSimulator(context),
  };
}

export function simulatorsOf(outside: OutsideWorld): readonly Simulator[] {
  const { telegram, heleket, yookassa, wata, cryptoPay, fragment, ton, marzban, remnawave, xui } = outside;
  return [telegram, heleket, yookassa, wata, cryptoPay, fragment, ton, marzban, remnawave, xui];
}

export function panelsOf({ marzban, remnawave, xui }: OutsideWorld): readonly Panel[] {
  return [
    { id: 'marzban', title: 'Germany', simulator: marzban },
    { id: 'remnawave', title: 'Netherlands', simulator: remnawave },
    { id: '3x-ui', title: 'Finland', simulator: xui },
  ];
}
