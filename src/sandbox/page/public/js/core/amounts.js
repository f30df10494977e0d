const NANO_DIGITS = 9;

/** `10.50000000` as `10.5`, thousands apart; anything that is not a plain decimal comes back as it is. */
export function tidy(amount) {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(amount));
  if (!match) return String(amount ?? '');
  const [, sign, whole, fraction = ''] = match;
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  const rest = fraction.replace(/0+$/, '');
  return `${sign ? '−' : ''}${grouped}${rest ? `.${rest}` : ''}`;
}

export function money(amount, currency) {
  return `${tidy(amount)}\u00a0${currency === 'XTR' ? '⭐' : currency}`;
}

/** Nanoton as a plain decimal of TON, exact. */
export function tonOfNano(nano) {
  return decimalOf(BigInt(nano), NANO_DIGITS);
}

/** A decimal of TON as nanoton, or undefined when it is no such amount. */
export function nanoOfTon(text) {
  const match = /^(\d{1,12})(?:[.,](\d{1,9}))?$/.exec(text.trim());
  if (!match) return undefined;
  return BigInt(match[1] + (match[2] ?? '').padEnd(NANO_DIGITS, '0')).toString();
}

/** `amount` times `numerator / denominator`, exact to two digits more than it had: half of a payment, half as much again. */
export function share(amount, numerator, denominator) {
  const [whole, fraction = ''] = String(amount).split('.');
  const digits = fraction.length + 2;
  const minor = BigInt(whole + fraction) * 100n;
  return decimalOf((minor * BigInt(numerator)) / BigInt(denominator), digits);
}

/** The sum of plain decimals, exact. */
export function sum(amounts) {
  const digits = Math.max(0, ...amounts.map((amount) => (String(amount).split('.')[1] ?? '').length));
  const minor = (amount) => {
    const [whole, fraction = ''] = String(amount).split('.');
    return BigInt(whole + fraction.padEnd(digits, '0'));
  };
  return decimalOf(amounts.reduce((total, amount) => total + minor(amount), 0n), digits);
}

function decimalOf(minor, digits) {
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const fraction = digits === 0 ? '' : text.slice(-digits).replace(/0+$/, '');
  const whole = digits === 0 ? text : text.slice(0, -digits);
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** A long address or reference with its middle left out. */
export function shorten(text, head = 4, tail = 4) {
  const plain = String(text ?? '');
  return plain.length <= head + tail + 1 ? plain : `${plain.slice(0, head)}…${plain.slice(-tail)}`;
}
