import { byId } from '../core/dom.js';

const SHOWN_FOR = 3_500;
let timer;

/** What the bot answers to a tap: a line over the chat, or a dialog when it asked for an alert. */
export function showAnswer({ text, alert }) {
  if (alert) return showAlert(text);
  showNote(text);
}

/** A passing line over the chat. */
export function showNote(text) {
  const toast = byId('toast');
  toast.textContent = text;
  toast.classList.add('shown');
  clearTimeout(timer);
  timer = setTimeout(() => toast.classList.remove('shown'), SHOWN_FOR);
}

function showAlert(text) {
  const dialog = byId('alert-dialog');
  byId('alert-text').textContent = text;
  if (!dialog.open) dialog.showModal();
}
