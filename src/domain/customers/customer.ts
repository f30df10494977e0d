export type Language = 'ru' | 'en';

/** Telegram's numeric user id; below 2^52, so a number holds it exactly. */
export type UserId = number;

const LONGEST_NAME = 128;

export interface Profile {
  readonly userId: UserId;
  readonly username?: string | undefined;
  readonly firstName: string;
  readonly languageCode?: string | undefined;
}

export interface Customer {
  readonly userId: UserId;
  readonly username?: string | undefined;
  readonly firstName: string;
  readonly language: Language;
  /** True once the person chose with /language; Telegram's language_code no longer matters then. */
  readonly languageChosen: boolean;
  readonly referredBy?: UserId | undefined;
}

const RUSSIAN_SPEAKING = /^(ru|uk|be|kk)\b/i;

export function languageFor(code: string | undefined): Language {
  return code === undefined || RUSSIAN_SPEAKING.test(code) ? 'ru' : 'en';
}

export function register(profile: Profile, referredBy?: UserId): Customer {
  return {
    userId: profile.userId,
    username: profile.username,
    firstName: profile.firstName.slice(0, LONGEST_NAME),
    language: languageFor(profile.languageCode),
    languageChosen: false,
    referredBy: referredBy === profile.userId ? undefined : referredBy,
  };
}

/** The customer as Telegram describes the person now; a chosen language and the first referrer stay. */
export function refresh(customer: Customer, profile: Profile): Customer {
  return {
    ...customer,
    username: profile.username,
    firstName: profile.firstName.slice(0, LONGEST_NAME),
    language: customer.languageChosen ? customer.language : languageFor(profile.languageCode),
  };
}
