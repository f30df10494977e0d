import { callback } from '#adapters/texts/callback-data.js';
import { homeButton, subscriptionButton } from '#adapters/texts/cards/buttons.js';
import { planLabel, planValues } from '#adapters/texts/cards/plan-terms.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { Subscription } from '#domain/vpn/subscription.js';

/** The plan it is on stands first: most people stay with what they have. */
export function extendView(words: Words, { id: uuid, name, planId }: Subscription, plans: readonly Plan[]): View {
  const sorted = [...plans.filter(({ id }) => id === planId), ...plans.filter(({ id }) => id !== planId)];
  const choices = sorted.map((plan) => [{ text: planLabel(words, plan), data: callback('sub_plan_{plan}_{uuid}', { plan: plan.id, uuid }) }]);
  return {
    html: paragraphs(
      words.html('plan.extend', { name: shownName(name) }),
      sorted.length === 0 ? words.html('plan.none') : lines(...sorted.map((plan) => words.html('plan.item', planValues(words, plan)))),
    ),
    keyboard: [...choices, [subscriptionButton(words, uuid), homeButton(words)]],
  };
}
