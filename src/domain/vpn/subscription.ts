import type { UserId } from '../customers/customer.js';
import { DomainError } from '../shared/domain-error.js';
import type { Allowance } from './plan.js';
import { nextEvent } from './subscription-calendar.js';
import { SUBSCRIPTION_STATES, type SubscriptionState } from './subscription-states.js';
import { type GrantKind, reversalOf, type TimeGrant } from './time-grant.js';

/** How it goes on by itself when its time is over. */
export interface Renewal {
  readonly way: 'balance' | 'saved';
  /** The gateway and its token of a saved method; never shown. */
  readonly gateway?: string | undefined;
  readonly token?: string | undefined;
  /** What the owner knows the method by. */
  readonly label?: string | undefined;
}

export interface SubscriptionProps {
  readonly id: string;
  readonly userId: UserId;
  /** Given by its owner. */
  readonly name: string;
  /** What it is renewed by; undefined for a trial. */
  readonly planId: string | undefined;
  readonly allowance: Allowance;
  readonly state: SubscriptionState;
  /** The one truth about its end; every panel is told this very moment. */
  readonly expiresAt: Date;
  /** Counts every change a panel has to be told of; a panel that was told of an older one is behind. */
  readonly version: number;
  /** Counts its links: the secrets of each are derived from it. */
  readonly generation: number;
  readonly renewal: Renewal | undefined;
  /** When somebody has to look at it next: a reminder, a renewal, its end; undefined = nothing comes. */
  readonly nextEventAt: Date | undefined;
  readonly createdAt: Date;
}

/** It is not there, or somebody else's: the two are not told apart. */
export class SubscriptionNotFound extends DomainError {
  constructor() {
    super('vpn.subscription-not-found', 'not-found', 'there is no such subscription');
  }
}

export class SubscriptionClosed extends DomainError {
  constructor() {
    super('vpn.subscription-closed', 'conflict', 'this subscription was closed');
  }
}

const DAY_SECONDS = 86_400;
const LATEST = new Date('2099-12-31T00:00:00Z');
const LONGEST_NAME = 32;

/** Somebody's access to the VPN for a time. Immutable: each change returns the next version. */
export class Subscription {
  constructor(private readonly props: SubscriptionProps) {}

  /** Without any time yet: what is granted next is all it has. */
  static open(input: Pick<SubscriptionProps, 'id' | 'userId' | 'name' | 'planId' | 'allowance'> & { readonly now: Date }): Subscription {
    const { now, ...given } = input;
    const wholeSecond = new Date(Math.floor(now.getTime() / 1000) * 1000);
    return new Subscription({ ...given, name: given.name.slice(0, LONGEST_NAME), state: 'active', expiresAt: wholeSecond, version: 0, generation: 1, renewal: undefined, nextEventAt: undefined, createdAt: now });
  }

  get id(): string {
    return this.props.id;
  }
  get userId(): UserId {
    return this.props.userId;
  }
  get name(): string {
    return this.props.name;
  }
  get planId(): string | undefined {
    return this.props.planId;
  }
  get allowance(): Allowance {
    return this.props.allowance;
  }
  get state(): SubscriptionState {
    return this.props.state;
  }
  get expiresAt(): Date {
    return this.props.expiresAt;
  }
  get version(): number {
    return this.props.version;
  }
  get generation(): number {
    return this.props.generation;
  }
  get renewal(): Renewal | undefined {
    return this.props.renewal;
  }
  get nextEventAt(): Date | undefined {
    return this.props.nextEventAt;
  }
  get createdAt(): Date {
    return this.props.createdAt;
  }

  /** Whether its accounts shall let traffic through. */
  isOpen(now: Date): boolean {
    return this.state === 'active' && this.expiresAt > now;
  }

  remainingSeconds(now: Date): number {
    return Math.max(0, Math.floor((this.expiresAt.getTime() - now.getTime()) / 1000));
  }

  /**
   * Adds time behind what there is, or from now on where nothing is left: two that are added one after the other add up, in whichever
   * order. Wakes what had expired. Throws `SubscriptionClosed`.
   */
  granted(input: { readonly ref: string; readonly kind: GrantKind; readonly days: number; readonly now: Date }): { readonly subscription: Subscription; readonly grant: TimeGrant } {
    return this.moveEnd(input.ref, input.kind, input.days * DAY_SECONDS, input.now);
  }

  /** Takes back what a grant gave, as far as it is not over yet; what stood behind it moves up. */
  reversed(grant: TimeGrant, now: Date): { readonly subscription: Subscription; readonly grant: TimeGrant } {
    const left = Math.min(grant.seconds, this.remainingSeconds(now));
    return this.moveEnd(reversalOf(grant.ref), grant.kind, left === 0 ? 0 : -left, now);
  }

  /** With other terms from now on. */
  onPlan(planId: string, allowance: Allowance): Subscription {
    return this.changed({ planId, allowance });
  }

  /** With `seconds` left instead of what there is. Throws `SubscriptionClosed`. */
  remeasured(ref: string, seconds: number, now: Date): { readonly subscription: Subscription; readonly grant: TimeGrant } {
    return this.moveEnd(ref, 'change', seconds - this.remainingSeconds(now), now);
  }

  /** Somebody has looked at it and comes back then. */
  attended(nextEventAt: Date | undefined): Subscription {
    return new Subscription({ ...this.props, nextEventAt });
  }

  named(name: string): Subscription {
    return new Subscription({ ...this.props, name: name.slice(0, LONGEST_NAME) });
  }

  renewedBy(renewal: Renewal | undefined): Subscription {
    return new Subscription({ ...this.props, renewal });
  }

  /** With new secrets; every link handed out before is to die. Throws `SubscriptionClosed`. */
  rotated(): Subscription {
    if (this.state === 'closed') throw new SubscriptionClosed();
    return this.changed({ generation: this.generation + 1 });
  }

  /** What is not active any more waits for nothing. */
  moved(state: SubscriptionState): Subscription {
    const moved = SUBSCRIPTION_STATES.move(this.state, state);
    return this.changed({ state: moved, nextEventAt: moved === 'active' ? this.expiresAt : undefined });
  }

  private moveEnd(ref: string, kind: GrantKind, seconds: number, now: Date): { readonly subscription: Subscription; readonly grant: TimeGrant } {
    if (this.state === 'closed') throw new SubscriptionClosed();
    const before = this.expiresAt;
    // Time is added from now on at the earliest, and taken back from where it is.
    const start = seconds <= 0 ? before.getTime() : Math.max(before.getTime(), Math.floor(now.getTime() / 1000) * 1000);
    const after = new Date(Math.min(start + seconds * 1000, LATEST.getTime()));
    const state = this.state === 'expired' && after > now ? 'active' : this.state;
    const subscription = this.changed({ expiresAt: after, state, nextEventAt: state === 'active' ? nextEvent(after, now) : undefined });
    return { subscription, grant: { ref, subscriptionId: this.id, kind, seconds, before, after, at: now } };
  }

  private changed(changes: Partial<SubscriptionProps>): Subscription {
    return new Subscription({ ...this.props, ...changes, version: this.version + 1 });
  }
}
