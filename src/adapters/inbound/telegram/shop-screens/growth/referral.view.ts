import { homeButton, promoMenuButton } from '#adapters/texts/cards/buttons.js';
import { lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { ReferralRule } from '#domain/growth/referral.js';
import type { ReferralView } from '#use-cases/growth/show-referral.js';

/** `link` leads a friend here; undefined while nobody knows the bot's name. */
export function referralView(words: Words, { rule, stats, waitingDays }: ReferralView, link: string | undefined): View {
  const { invited, paid, days, money } = stats;
  const share = link === undefined ? [] : [[{ text: words.plain('button.share'), url: shareUrl(link, words.plain('referral.share')) }]];
  return {
    html: paragraphs(
      words.html('referral.title'),
      promise(words, rule),
      link === undefined ? undefined : words.html('referral.link', { link }),
      lines(
        words.html('referral.invited', { invited }),
        words.html('referral.paid', { paid }),
        days > 0 ? words.html('referral.days', { days: words.days(days) }) : undefined,
        ...money.map((amount) => words.html('referral.money', { amount: words.money(amount) })),
        waitingDays > 0 ? words.html('referral.waiting', { days: words.days(waitingDays) }) : undefined,
      ),
    ),
    keyboard: [...share, [promoMenuButton(words)], [homeButton(words)]],
  };
}

function promise(words: Words, rule: ReferralRule): string {
  if (rule.mode === 'off') return words.html('referral.promise-off');
  if (rule.mode === 'days') return words.html('referral.promise-days', { days: words.days(rule.days) });
  return words.html('referral.promise-money', { amount: words.money(rule.amount) });
}

function shareUrl(link: string, text: string): string {
  return `https://t.me/share/url?url=${encodeURIComponent(link)}&text=${encodeURIComponent(text)}`;
}
