import { homeButton, subscriptionButton } from '#adapters/texts/cards/buttons.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { UsageDay } from '#use-cases/ports/persistence/vpn/usage-repository.js';

export interface UsageOnScreen {
  readonly subscription: Subscription;
  /** The oldest first, those without traffic too. */
  readonly days: readonly UsageDay[];
  /** Undefined while there is nothing to draw. */
  readonly photo: Uint8Array | undefined;
}

export function usageView(words: Words, { subscription, days, photo }: UsageOnScreen): View {
  const total = days.reduce((sum, { bytes }) => sum + bytes, 0n);
  const most = days.reduce<UsageDay | undefined>((best, day) => (best && best.bytes >= day.bytes ? best : day), undefined);
  const figures =
    most && total > 0n
      ? lines(words.html('usage.total', { total: words.size(total) }), words.html('usage.most', { most: words.size(most.bytes), day: words.day(new Date(`${most.day}T12:00:00Z`)) }))
      : words.html('usage.empty');
  return {
    html: paragraphs(words.html('usage.title', { name: shownName(subscription.name) }), figures),
    keyboard: [[subscriptionButton(words, subscription.id), homeButton(words)]],
    ...(photo && { photo }),
  };
}
