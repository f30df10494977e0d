import type { FindingCode, PanelFinding } from '#use-cases/vpn/panels/panel-probe.js';

/** What an operator is told of each trouble, and what to do about it. A trouble without words does not compile. */
const TROUBLE_WORDS: Readonly<Record<FindingCode, string>> = {
  unreachable: 'The panel does not answer. Check BASE_URL, that the panel runs, and that this machine may connect to it',
  'not-this-panel': 'Something answers there, but not a panel of this kind. Check the kind and the whole of BASE_URL, a secret path included',
  'wrong-credentials': 'The panel does not let the shop in. Check the user name and password, or make a new token',
  'missing-scope': 'The panel lets the shop in, but not do its work. Give the user or token the rights of an administrator',
  'token-expired': 'The token is over. Make a new one in the panel and set it here',
  'token-expires-soon': 'The token ends soon. Make a new one in time: without it nobody can be served',
  'unsupported-version': 'The shop does not speak to this version of the panel. Update the panel, or the shop',
  'core-stopped': 'The panel answers, but its core does not run, so nobody gets through. Start it in the panel and look at its log',
  'no-placement': 'There is nowhere to put accounts. Name an inbound or a squad with servers in PLACEMENT',
  'unknown-placement': 'The panel has no such inbound or squad. Check PLACEMENT letter by letter',
  'forwarding-headers': 'The panel hangs up on requests without a proxy\'s headers. Check EXTRA_HEADERS and the proxy in front of the panel',
  refused: 'The panel refuses what the shop asks of it',
  failing: 'The panel answers with errors. Look at its log',
  'no-settings': 'The shop does not know how to reach this panel. Set its variables again, or add it with panel add',
  sealed: 'The settings of this panel cannot be opened. Set the PANEL_KEY they were sealed with',
};

export function troubleWords(code: FindingCode): string {
  return TROUBLE_WORDS[code];
}

/** One line for each trouble: what it means, and what exactly was found. */
export function findingLines({ panelId, troubles }: PanelFinding): readonly string[] {
  return troubles.map(({ code, detail }) => `${panelId}: ${TROUBLE_WORDS[code]} (${code}: ${detail}).`);
}
