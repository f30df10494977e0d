import type { FormattedText } from '../entities/message-entity.js';

/** A button as the bot sent it; keys beyond these are kept and given back untouched. */
export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly pay?: boolean;
  readonly web_app?: { readonly url: string };
  readonly copy_text?: { readonly text: string };
}

export type InlineKeyboard = readonly (readonly InlineButton[])[];

export interface Photo {
  readonly fileId: string;
  readonly width: number;
  readonly height: number;
  readonly size: number;
}

export interface Invoice {
  readonly title: string;
  readonly description: string;
  readonly payload: string;
  readonly currency: string;
  /** Smallest units of the currency; whole stars for XTR. */
  readonly total: number;
}

export interface SuccessfulPayment {
  readonly invoice: Invoice;
  readonly chargeId: string;
}

/** Stars that went back to the person. */
export interface StarRefund {
  readonly chargeId: string;
  readonly payload: string;
  readonly total: number;
}

/** A message in its present state; `formatted` is the caption when there is a photo. */
export interface StoredMessage {
  readonly messageId: number;
  readonly from: 'bot' | 'user';
  readonly at: string;
  readonly editedAt?: string;
  readonly formatted: FormattedText;
  readonly photo?: Photo;
  readonly keyboard?: InlineKeyboard;
  readonly invoice?: Invoice;
  readonly paid?: boolean;
  readonly payment?: SuccessfulPayment;
  readonly refund?: StarRefund;
}

export interface TelegramUser {
  readonly id: number;
  readonly firstName: string;
  readonly username?: string;
  readonly languageCode?: string;
}

export interface Toast {
  readonly text: string;
  readonly alert: boolean;
  readonly at: string;
}

/** One person's private chat with the bot. */
export interface Chat {
  user: TelegramUser;
  blocked: boolean;
  lastToast?: Toast;
  /** Texts of the keyboard under the input field, when the bot shows one. */
  replyKeyboard?: readonly (readonly string[])[];
  readonly messages: Map<number, StoredMessage>;
}
