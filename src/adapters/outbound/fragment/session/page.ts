/** What the buying page tells its own script: `hash` opens the API for this session, `challenge` is what a wallet has to sign. */
export interface BuyPage {
  readonly hash: string;
  readonly challenge: string | undefined;
  readonly loggedIn: boolean;
}

// The page's script is JSON, so the slash may be escaped; the length of the hash is not fixed.
const HASH = /"apiUrl"\s*:\s*"(?:\\?\/)api\?hash=([0-9A-Za-z_-]{6,128})"/;
const CHALLENGE = /"ton_proof"\s*:\s*"([0-9A-Za-z_+/=-]{6,256})"/;
const LOGGED_IN = /"logged_in"\s*:\s*true/;
const LOGGED_OUT = /"logged_in"\s*:\s*false/;

/** Undefined when the text is not the buying page. */
export function readBuyPage(html: string): BuyPage | undefined {
  const hash = HASH.exec(html)?.[1];
  if (hash === undefined) return undefined;
  return { hash, challenge: CHALLENGE.exec(html)?.[1], loggedIn: isLoggedIn(html) };
}

/** Uncertain: some clients read the flag, others look for the links that only a logged-in page has. */
function isLoggedIn(html: string): boolean {
  if (LOGGED_IN.test(html)) return true;
  if (LOGGED_OUT.test(html)) return false;
  return html.includes('/logout') || html.includes('My Assets');
}
