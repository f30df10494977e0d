import { api } from './core/api.js';
import { byId } from './core/dom.js';
import { coalesce, listen, pause } from './core/live.js';
import { applyWords, language, onLanguage, setLanguage, word } from './core/words.js';
import { mountPeopleBar } from './chat/people-bar.js';
import { Composer } from './chat/composer.js';
import { Conversation } from './chat/conversation.js';
import { People } from './chat/people.js';
import { showAnswer, showNote } from './chat/toast.js';
import { Thread } from './chat/thread.js';
import { Tour } from './tour/tour.js';
import { World } from './world/world.js';
import { showTab, mountTabs, markTab } from './tabs.js';

const RECHECK = 800;
const PATIENCE = 12_000;

applyWords();
const people = new People();
const thread = new Thread();
const world = new World(people);
const composer = new Composer({ say });
let conversation = begin(people.current);

function begin(person) {
  const next = new Conversation(person);
  next.on('update', () => next === conversation && drawChat());
  next.on('tapped', () => world.message(false));
  next.on('toast', (toast) => next === conversation && showAnswer(toast));
  return next;
}

function drawChat() {
  thread.draw(conversation);
  composer.setCommands(conversation.commands);
  composer.setAnswers(conversation.replyKeyboard);
  byId('block').hidden = conversation.messages.length === 0;
  byId('empty').hidden = !conversation.loaded || conversation.messages.length > 0;
  byId('blocked').hidden = !conversation.blocked;
  byId('block').textContent = word(conversation.blocked ? 'chat.unblock' : 'chat.block');
  byId('chat-about').textContent = word('chat.with', { name: conversation.person.firstName });
}

async function say(text) {
  world.message(false);
  await conversation.say(text);
  thread.toEnd(true);
}

const refreshWorld = coalesce(async () => {
  const seen = await api.world();
  people.learn(seen.telegram?.chats ?? []);
  if (world.draw(seen)) markTab('world');
});

/** The first look may come while the sandbox is not listening yet: trouble here is shown by the line at the top, not thrown. */
function refresh() {
  return Promise.all([world.syncTime(), refreshWorld(), conversation.refresh()]).catch(trouble);
}

function trouble(error) {
  if (error.status === 0) return setConnected(false);
  showNote(error.status === 503 ? word('trouble.waking') : `${word('trouble.refused', { status: error.status ?? '?' })}${error.message ? `: ${error.message}` : ''}`);
}

function setConnected(connected) {
  byId('offline').hidden = connected;
}

async function watchOverBoot() {
  const cover = byId('waking');
  const start = Date.now();
  while (!(await api.awake())) {
    cover.hidden = false;
    byId('waking-anyway').hidden = Date.now() - start < PATIENCE;
    await pause(RECHECK);
    if (cover.dataset.dismissed) break;
  }
  cover.hidden = true;
  delete cover.dataset.dismissed;
  await refresh();
}

function changed(system) {
  if (system === 'clock') world.syncTime().catch(trouble);
  refreshWorld().catch(trouble);
  if (system !== 'telegram' && system !== undefined) return;
  const before = JSON.stringify(conversation.messages);
  conversation
    .refresh()
    .then(() => {
      if (JSON.stringify(conversation.messages) === before) return;
      if (conversation.messages.at(-1)?.from === 'bot') world.message(true);
      markTab('chat');
    })
    .catch(trouble);
}

people.onChange((person) => {
  if (person.userId === conversation.person.userId) return;
  conversation = begin(person);
  thread.clear();
  drawChat();
  conversation.refresh().catch(trouble);
});

onLanguage(() => {
  byId('language').querySelector('span').textContent = language() === 'en' ? 'RU' : 'EN';
  world.redraw();
  drawChat();
});
byId('language').querySelector('span').textContent = language() === 'en' ? 'RU' : 'EN';
byId('language').addEventListener('click', () => setLanguage(language() === 'en' ? 'ru' : 'en'));
byId('begin').addEventListener('click', () => say('/start').catch(trouble));
byId('block').addEventListener('click', () => conversation.block(!conversation.blocked).catch(trouble));
byId('waking-anyway').addEventListener('click', () => (byId('waking').dataset.dismissed = 'yes'));
byId('reset').addEventListener('click', () => byId('reset-dialog').showModal());
byId('reset-dialog').addEventListener('close', async (event) => {
  if (event.target.returnValue !== 'reset') return;
  event.target.returnValue = '';
  tour.stop();
  byId('waking').hidden = false;
  world.forget();
  await api.reset().catch(trouble);
  world.forget();
  await watchOverBoot();
});
document.addEventListener('polaris:trouble', (event) => trouble(event.detail));

mountPeopleBar(people);
mountTabs();
const tour = new Tour({ conversation: () => conversation, world: () => world.seen, showTab });
drawChat();
listen({
  changed,
  connected: (connected) => {
    setConnected(connected);
    if (connected) refresh();
  },
});
await watchOverBoot();
