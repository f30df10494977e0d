import type { Notice } from '#use-cases/ports/providers/notifier.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class OutboxModel extends SnakeCaseModel {
  static override tableName = 'outbox';
  static override jsonAttributes = ['notice'];

  declare id: string;
  declare key: string;
  declare userId: string;
  declare notice: Notice;
  declare lane: number;
  declare state: 'pending' | 'sent' | 'undeliverable';
  declare attempts: number;
  declare failure: string | null;
  declare createdAt: Date;
  declare nextAttemptAt: Date;
  declare sentAt: Date | null;
}
