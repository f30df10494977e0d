import { callback } from '#adapters/texts/callback-data.js';
import { homeButton, subscriptionButton } from '#adapters/texts/cards/buttons.js';
import { planLabel, planValues } from '#adapters/texts/cards/plan-terms.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Money } from '#domain/shared/money.js';
import { type Plan, priceIn } from '#domain/vpn/plan.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { PlanChange } from '#use-cases/vpn/owner/change-plan.js';

export function changeView(words: Words, { id: uuid, name, planId }: Subscription, plans: readonly Plan[]): View {
  const others = plans.filter(({ id }) => id !== planId);
  const choices = others.map((plan) => [{ text: planLabel(words, plan), data: callback('chg_{plan}_{uuid}', { plan: plan.id, uuid }) }]);
  return {
    html: paragraphs(
      words.html('change.title', { name: shownName(name) }),
      others.length === 0 ? words.html('change.none') : lines(...others.map((plan) => words.html('plan.item', planValues(words, plan)))),
    ),
    keyboard: [...choices, [subscriptionButton(words, uuid), homeButton(words)]],
  };
}

/** What would become of the time that is left, before anything is done. */
export function changePreviewView(words: Words, { subscription, to, secondsBefore, secondsAfter }: PlanChange, from: Plan | undefined): View {
  const uuid = subscription.id;
  const [priceBefore, priceAfter] = from ? pricesADay(from, to) : [];
  return {
    html: paragraphs(
      words.html('change.preview', { title: to.titles[words.language] }),
      lines(timeLine(words, 'change.before', secondsBefore, priceBefore), timeLine(words, 'change.after', secondsAfter, priceAfter)),
      words.html('change.sure'),
    ),
    keyboard: [
      [{ text: words.plain('button.change-yes'), data: callback('chgok_{plan}_{uuid}', { plan: to.id, uuid }) }],
      [{ text: words.plain('button.back'), data: callback('sub_change_{uuid}', { uuid }) }, homeButton(words)],
    ],
  };
}

function timeLine(words: Words, key: 'change.before' | 'change.after', seconds: number, price: Money | undefined): string {
  const left = words.left(seconds);
  return price ? words.html(`${key}-priced`, { left, price: words.about(price) }) : words.html(key, { left });
}

/** What a day costs on each, in the currency by which they are weighed against each other; nothing where they have none in common. */
function pricesADay(from: Plan, to: Plan): readonly Money[] {
  for (const paid of from.prices) {
    const asked = priceIn(to, paid.currency);
    if (asked) return [paid.portion(1n, BigInt(from.days), 'down'), asked.portion(1n, BigInt(to.days), 'down')];
  }
  return [];
}
