const KEY = 'polaris.people';
const CHOSEN = 'polaris.person';

const FIRST = [
  { userId: 1001, firstName: 'Anna', username: 'anna_north', languageCode: 'ru' },
  { userId: 1002, firstName: 'Bob', username: 'bob_south', languageCode: 'en' },
];

/** The people whose chats can be shown: two to begin with, those added here, and any the sandbox already knows. */
export class People {
  #added = read(KEY, []);
  #known = [];
  #chosen = read(CHOSEN, FIRST[0].userId);
  #listeners = new Set();

  list() {
    const byUser = new Map();
    for (const person of [...FIRST, ...this.#added, ...this.#known]) {
      if (!byUser.has(person.userId)) byUser.set(person.userId, person);
    }
    return [...byUser.values()];
  }

  get current() {
    const people = this.list();
    return people.find((person) => person.userId === this.#chosen) ?? people[0];
  }

  find(userId) {
    return this.list().find((person) => String(person.userId) === String(userId));
  }

  choose(userId) {
    this.#chosen = userId;
    localStorage.setItem(CHOSEN, JSON.stringify(userId));
    this.#tell();
  }

  add(person) {
    this.#added = [...this.#added.filter((other) => other.userId !== person.userId), person];
    localStorage.setItem(KEY, JSON.stringify(this.#added));
    this.choose(person.userId);
  }

  /** Takes in the chats of the sandbox, such as those begun by a test or another browser. */
  learn(chats) {
    const before = this.list().length;
    this.#known = chats.map(personOf);
    if (this.list().length !== before) this.#tell();
  }

  onChange(listener) {
    this.#listeners.add(listener);
  }

  #tell() {
    for (const listener of this.#listeners) listener(this.current);
  }
}

/** A chat as the sandbox lists it: the person is in `user`, or spread over the chat itself. */
function personOf(chat) {
  const { id, userId = id, firstName, username = '', languageCode = '' } = chat.user ?? chat;
  return { userId: Number(userId), firstName: firstName || `User ${userId}`, username, languageCode };
}

function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
