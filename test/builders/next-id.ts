let count = 0;

/** A fresh uuid, rising from call to call. */
export function nextId(): string {
  count += 1;
  return `00000000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
}

/** A person nobody has met yet. */
export function nextUserId(): number {
  count += 1;
  return 5_000_000_000 + count;
}
