export type System = 'ios' | 'android' | 'windows' | 'macos' | 'linux';

/** An app that takes subscription links. */
export interface Client {
  readonly name: string;
  /** Where it is got from. */
  readonly store: string;
  /** What stands before a link so that the app opens and adds it. Uncertain: told by the apps' users, not by a specification. */
  readonly scheme: string;
}

const APPLE = 'https://apps.apple.com/app';
const PLAY = 'https://play.google.com/store/apps/details?id=';

const happ = (store: string): Client => ({ name: 'Happ', store, scheme: 'happ://add/' });
const v2raytun = (store: string): Client => ({ name: 'v2RayTun', store, scheme: 'v2raytun://import/' });
const HAPP_DESKTOP = happ('https://github.com/Happ-proxy/happ-desktop/releases/latest');
const HIDDIFY: Client = { name: 'Hiddify', store: 'https://github.com/hiddify/hiddify-app/releases/latest', scheme: 'hiddify://import/' };
const STREISAND: Client = { name: 'Streisand', store: `${APPLE}/streisand/id6450534064`, scheme: 'streisand://import/' };

/** Two for each system, the easier one first. */
export const CLIENTS: Readonly<Record<System, readonly [Client, Client]>> = {
  ios: [happ(`${APPLE}/happ-proxy-utility/id6504287215`), STREISAND],
  android: [happ(`${PLAY}com.happproxy`), v2raytun(`${PLAY}com.v2raytun.android`)],
  windows: [HAPP_DESKTOP, HIDDIFY],
  macos: [happ(`${APPLE}/happ-proxy-utility/id6504287215`), v2raytun(`${APPLE}/v2raytun/id6476628951`)],
  linux: [HIDDIFY, HAPP_DESKTOP],
};
