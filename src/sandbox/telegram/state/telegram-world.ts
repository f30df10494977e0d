import type { SimulatorContext } from '#sandbox/kit/simulator.js';
import type { SendLimits } from '../send-limits.js';
import { BotProfile } from './bot-profile.js';
import type { ProfileState } from './bot-profile.js';
import { CallbackBook } from './callback-book.js';
import type { CallbackQuery } from './callback-book.js';
import { ChatBook } from './chat-book.js';
import type { ChatBookState } from './chat-book.js';
import type { Invoice } from './chat.js';
import { CheckoutDesk } from './checkout-desk.js';
import { PhotoAlbum } from './photo-album.js';
import type { AlbumState } from './photo-album.js';
import { StarTill } from './star-till.js';
import type { StarTransaction } from './star-till.js';
import { UpdateFeed } from './update-feed.js';
import type { FeedState, UpdateType } from './update-feed.js';
import { UpdatePoller } from './update-poller.js';
import { WebhookCourier } from './webhook-courier.js';
import type { ReplyCall, WebhookTarget } from './webhook-courier.js';

interface WorldState {
  readonly chats: ChatBookState;
  readonly feed: FeedState;
  readonly callbacks: readonly CallbackQuery[];
  readonly photos: AlbumState;
  readonly stars: readonly StarTransaction[];
  readonly profile: ProfileState;
  readonly invoiceLinks: readonly (readonly [string, Invoice])[];
  readonly webhook: WebhookTarget | null;
}

/** Everything that exists on Telegram's side. */
export class TelegramWorld {
  readonly chats = new ChatBook();
  readonly feed = new UpdateFeed();
  readonly poller = new UpdatePoller(this.feed);
  readonly checkouts = new CheckoutDesk();
  readonly photos = new PhotoAlbum();
  readonly profile = new BotProfile();
  readonly callbacks: CallbackBook;
  readonly stars: StarTill;
  readonly webhook: WebhookCourier;
  /** Invoices that a link opens, by the link's last part. */
  readonly invoiceLinks = new Map<string, Invoice>();

  constructor(
    private readonly context: SimulatorContext,
    readonly limits: SendLimits | undefined,
    reply: ReplyCall,
  ) {
    this.callbacks = new CallbackBook(context.now);
    this.stars = new StarTill(context.now);
    this.webhook = new WebhookCourier(this.feed, context.now, reply, () => this.changed());
  }

  /** Where the sandbox listens. */
  get origin(): string {
    return this.context.origin;
  }

  tellBot(type: UpdateType, userId: number, payload: unknown): void {
    this.feed.push(type, userId, payload);
    this.changed();
  }

  now(): Date {
    return this.context.now();
  }

  changed(): void {
    this.context.changed('telegram');
  }

  snapshot(): WorldState {
    return {
      chats: this.chats.snapshot(),
      feed: this.feed.snapshot(),
      callbacks: this.callbacks.snapshot(),
      photos: this.photos.snapshot(),
      stars: this.stars.list(),
      profile: this.profile.snapshot(),
      invoiceLinks: [...this.invoiceLinks],
      webhook: this.webhook.target ?? null,
    };
  }

  /** Takes back what `snapshot` gave, and goes on delivering to the webhook that was set. */
  restore(state: unknown): void {
    const saved = state as WorldState;
    this.chats.restore(saved.chats);
    this.feed.restore(saved.feed);
    this.callbacks.restore(saved.callbacks);
    this.photos.restore(saved.photos);
    this.stars.restore(saved.stars);
    this.profile.restore(saved.profile);
    this.invoiceLinks.clear();
    for (const [slug, invoice] of saved.invoiceLinks) this.invoiceLinks.set(slug, invoice);
    this.webhook.pointTo(saved.webhook ?? undefined);
  }

  /** Forgets people and messages; how the bot is connected stays, since the bot itself is not restarted. */
  reset(): void {
    this.chats.reset();
    this.feed.drop();
    this.callbacks.restore([]);
    this.photos.restore([]);
    this.stars.restore([]);
    this.invoiceLinks.clear();
    this.checkouts.close();
  }

  stop(): void {
    this.poller.release();
    this.webhook.stop();
    this.checkouts.close();
  }
}
