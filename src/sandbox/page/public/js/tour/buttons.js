const LOOK_BACK = 4;

/** `order_pay_` means that with one more word after it, an id or an amount; a name without the underscore at its end means itself. */
export function matches(data, wanted) {
  if (!wanted.endsWith('_')) return data === wanted;
  return data.startsWith(wanted) && !data.slice(wanted.length).includes('_');
}

/**
 * The button to press next: in the newest message that has any of `wanted`, the one that stands first in `wanted`. The bot's
 * screens may differ from release to release; the names of its buttons are a public interface.
 */
export function nextButton(messages, wanted) {
  const recent = messages.filter((message) => message.from === 'bot').slice(-LOOK_BACK).reverse();
  for (const message of recent) {
    const buttons = (message.buttons ?? []).flat().filter((button) => button.data !== undefined);
    for (const name of wanted) {
      const button = buttons.find(({ data }) => matches(data, name));
      if (button) return { messageId: message.messageId, data: button.data, wanted: name };
    }
  }
  return undefined;
}

/** The invoice whose payment page the newest message links to. */
export function linkedInvoice(messages) {
  for (const message of [...messages].reverse()) {
    for (const button of (message.buttons ?? []).flat()) {
      const uuid = /\/sandbox\/heleket\/pay\/([\w-]+)/.exec(button.url ?? '')?.[1];
      if (uuid) return uuid;
    }
  }
  return undefined;
}
