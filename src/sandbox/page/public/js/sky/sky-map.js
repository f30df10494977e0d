/** Where the five stars of the drawing stand, the widest sky first; `from` is the width in pixels it wants. */
export const SKIES = [
  {
    from: 700,
    size: [920, 226],
    nodes: { buyer: [96, 108], shop: [352, 108], heleket: [606, 50], fragment: [606, 164], ton: [826, 108] },
    edges: {
      telegram: 'M96 108 L352 108',
      gateway: 'M352 108 L606 50',
      payment: 'M96 108 C150 12 420 0 606 50',
      fragment: 'M352 108 L606 164',
      chain: 'M352 108 L826 108',
      settle: 'M826 108 L606 164',
      gift: 'M606 164 C430 222 160 212 96 108',
    },
  },
  {
    from: 480,
    size: [600, 226],
    nodes: { buyer: [64, 108], shop: [228, 108], heleket: [398, 48], fragment: [398, 166], ton: [540, 108] },
    edges: {
      telegram: 'M64 108 L228 108',
      gateway: 'M228 108 L398 48',
      payment: 'M64 108 C90 20 260 4 398 48',
      fragment: 'M228 108 L398 166',
      chain: 'M228 108 L540 108',
      settle: 'M540 108 L398 166',
      gift: 'M398 166 C280 222 100 210 64 108',
    },
  },
  {
    from: 0,
    size: [380, 246],
    nodes: { buyer: [44, 116], shop: [146, 116], heleket: [252, 52], fragment: [252, 182], ton: [338, 116] },
    edges: {
      telegram: 'M44 116 L146 116',
      gateway: 'M146 116 L252 52',
      payment: 'M44 116 C60 40 160 14 252 52',
      fragment: 'M146 116 L252 182',
      chain: 'M146 116 L338 116',
      settle: 'M338 116 L252 182',
      gift: 'M252 182 C160 230 60 204 44 116',
    },
  },
];

/** The edges that show only faintly: people walk them by themselves, the shop does not. */
export const FAINT = new Set(['payment', 'gift', 'settle']);

/** Where along its edge an amount is written, when the middle is taken by a star. */
export const LABEL_AT = { chain: 0.27 };

/** The outside system a star stands for; the shop is our own. */
export const SYSTEM_OF = { buyer: 'telegram', heleket: 'heleket', fragment: 'fragment', ton: 'ton' };
