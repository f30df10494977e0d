import { callback } from '#adapters/texts/callback-data.js';
import { homeButton, vpnButton } from '#adapters/texts/cards/buttons.js';
import { planLabel, planValues } from '#adapters/texts/cards/plan-terms.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Plan } from '#domain/vpn/plan.js';

export function plansView(words: Words, plans: readonly Plan[]): View {
  const choices = plans.map((plan) => [{ text: planLabel(words, plan), data: callback('plan_{plan}', { plan: plan.id }) }]);
  return {
    html: paragraphs(words.html('plan.title'), plans.length === 0 ? words.html('plan.none') : lines(...plans.map((plan) => words.html('plan.item', planValues(words, plan))))),
    keyboard: [...choices, [vpnButton(words), homeButton(words)]],
  };
}
