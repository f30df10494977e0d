/** Where the six stars of the drawing stand, the widest sky first; `from` is the width in pixels it wants. */
export const SKIES = [
  {
    from: 700,
    size: [920, 226],
    nodes: { buyer: [96, 108], shop: [352, 108], gateways: [606, 40], fragment: [606, 166], vpn: [826, 46], ton: [826, 160] },
    edges: {
      telegram: 'M96 108 L352 108',
      gateway: 'M352 108 L606 40',
      payment: 'M96 108 C150 12 420 -6 606 40',
      fragment: 'M352 108 L606 166',
      vpn: 'M352 108 C520 112 700 112 826 46',
      chain: 'M352 108 C520 110 700 116 826 160',
      settle: 'M826 160 L606 166',
      gift: 'M606 166 C430 222 160 212 96 108',
    },
  },
  {
    from: 480,
    size: [600, 226],
    nodes: { buyer: [64, 108], shop: [218, 108], gateways: [384, 40], fragment: [384, 168], vpn: [536, 48], ton: [536, 160] },
    edges: {
      telegram: 'M64 108 L218 108',
      gateway: 'M218 108 L384 40',
      payment: 'M64 108 C90 20 250 -6 384 40',
      fragment: 'M218 108 L384 168',
      vpn: 'M218 108 C330 114 460 112 536 48',
      chain: 'M218 108 C330 110 460 114 536 160',
      settle: 'M536 160 L384 168',
      gift: 'M384 168 C270 222 100 210 64 108',
    },
  },
  {
    from: 0,
    size: [380, 256],
    nodes: { buyer: [44, 120], shop: [142, 120], gateways: [236, 48], fragment: [236, 190], vpn: [334, 62], ton: [334, 176] },
    edges: {
      telegram: 'M44 120 L142 120',
      gateway: 'M142 120 L236 48',
      payment: 'M44 120 C60 40 150 10 236 48',
      fragment: 'M142 120 L236 190',
      vpn: 'M142 120 C220 128 290 124 334 62',
      chain: 'M142 120 C220 122 290 128 334 176',
      settle: 'M334 176 L236 190',
      gift: 'M236 190 C150 236 60 208 44 120',
    },
  },
];

/** The edges that show only faintly: people walk them by themselves, the shop does not. */
export const FAINT = new Set(['payment', 'gift', 'settle']);

/** Where along its edge an amount is written, when the middle is taken by a star. */
export const LABEL_AT = { chain: 0.3, vpn: 0.36 };

/** The outside systems a star stands for; the shop is our own. */
export const SYSTEMS_OF = {
  buyer: ['telegram'],
  gateways: ['heleket', 'yookassa', 'wata', 'cryptobot'],
  fragment: ['fragment'],
  ton: ['ton'],
  vpn: ['marzban', 'remnawave', '3x-ui'],
};
