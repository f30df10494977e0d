import { CHAT_REST_MS, MOST_A_SECOND, type PlannedSend, type SendingPace, type Turn } from '#use-cases/ports/providers/sending-pace.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { RedisConnection } from '../redis-connection.js';
import { redisKey } from '../redis-key.js';

const REMEMBERED = Math.max(...Object.values(MOST_A_SECOND));

/** One pace for all processes of a bot. While Redis is away, the insurance in this process's memory judges at once. */
export class RedisSendingPace implements SendingPace {
  /** `bot` names the bot among others on the same Redis. With a `clock` of its own, time is what that says; else what Redis says. */
  constructor(
    private readonly connection: RedisConnection,
    private readonly insurance: SendingPace,
    private readonly bot: string,
    private readonly clock?: Clock,
  ) {}

  async takeTurn(send: PlannedSend): Promise<Turn> {
    try {
      return await this.askTurn(send);
    } catch {
      return this.insurance.takeTurn(send);
    }
  }

  async holdBack(send: PlannedSend, forMs: number): Promise<void> {
    // What Telegram asked for holds as well when Redis goes away in the meantime.
    await this.insurance.holdBack(send, forMs);
    const args = [this.time, forMs, send.chatId, send.lane === 'bulk' ? 1 : 0].map(String);
    await this.connection.send((client) => client.holdBack([this.chat(send), this.key('everybody'), this.key('refusal')], args)).catch(() => undefined);
  }

  private async askTurn(send: PlannedSend): Promise<Turn> {
    const args = [this.time, MOST_A_SECOND[send.lane], REMEMBERED, send.changesScreen ? 0 : CHAT_REST_MS].map(String);
    const keys = [this.chat(send), this.key('everybody'), this.key('sends')] as const;
    const [who = 0, afterMs = 0] = await this.connection.send((client) => client.takeTurn(keys, args));
    return who === 0 ? { granted: true } : { granted: false, waits: who === 1 ? 'chat' : 'everybody', afterMs };
  }

  private get time(): number {
    return this.clock?.now().getTime() ?? 0;
  }

  private chat({ chatId }: PlannedSend): string {
    return this.key(`chat:${chatId}`);
  }

  /** The braces put all keys of a bot into one slot of a cluster. */
  private key(name: string): string {
    return redisKey('pace', `{${this.bot}}:${name}`);
  }
}
