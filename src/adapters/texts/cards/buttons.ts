import { callback } from '../callback-data.js';
import type { Button } from '../view.js';
import type { Words } from '../words.js';

/** The buttons that many screens share. */
export const homeButton = (words: Words): Button => ({ text: words.plain('button.home'), data: callback('home') });
export const balanceButton = (words: Words): Button => ({ text: words.plain('button.balance'), data: callback('balance') });
export const topUpButton = (words: Words): Button => ({ text: words.plain('button.top-up'), data: callback('recharge') });
export const buyButton = (words: Words): Button => ({ text: words.plain('button.buy'), data: callback('buy_stars') });
export const historyButton = (words: Words): Button => ({ text: words.plain('button.history'), data: callback('balance_history') });
export const cancelOrderButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.cancel-order'), data: callback('order_cancel_{uuid}', { uuid }) });
export const orderButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.to-order'), data: callback('refresh_status_{uuid}', { uuid }) });
export const refreshButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.refresh'), data: callback('refresh_status_{uuid}', { uuid }) });
export const vpnButton = (words: Words): Button => ({ text: words.plain('button.vpn'), data: callback('vpn') });
export const plansButton = (words: Words): Button => ({ text: words.plain('button.vpn-buy'), data: callback('vpn_buy') });
export const linkButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.link'), data: callback('sub_config_{uuid}', { uuid }) });
export const extendButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.extend'), data: callback('sub_extend_{uuid}', { uuid }) });
export const subscriptionButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.to-subscription'), data: callback('sub_{uuid}', { uuid }) });
export const referralButton = (words: Words): Button => ({ text: words.plain('button.referral'), data: callback('referral') });
export const promoMenuButton = (words: Words): Button => ({ text: words.plain('button.promo'), data: callback('promo') });
/** For the draft of a subscription. */
export const promoButton = (words: Words, uuid: string): Button => ({ text: words.plain('button.promo'), data: callback('promo_{uuid}', { uuid }) });
