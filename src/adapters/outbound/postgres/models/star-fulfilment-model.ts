import type { PartialModelObject } from 'objection';
import type { FulfilmentState } from '#domain/stars/fulfilment-states.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class StarFulfilmentModel extends SnakeCaseModel {
  static override tableName = 'star_fulfilments';
  static override idColumn = 'order_id';

  declare orderId: string;
  declare state: FulfilmentState;
  declare lane: string | null;
  declare reason: string | null;
  declare attempts: number;
  declare nextAttemptAt: Date | null;
  declare leasedUntil: Date | null;
  declare fence: string;
  declare enteredAt: Date;
  declare createdAt: Date;

  static columnsOf(fulfilment: StarFulfilment): PartialModelObject<StarFulfilmentModel> {
    return {
      orderId: fulfilment.orderId,
      state: fulfilment.state,
      lane: fulfilment.lane ?? null,
      reason: fulfilment.reason ?? null,
      attempts: fulfilment.attempts,
      nextAttemptAt: fulfilment.nextAttemptAt ?? null,
      fence: fulfilment.fence.toString(),
      enteredAt: fulfilment.enteredAt,
      createdAt: fulfilment.createdAt,
    };
  }

  toFulfilment(): StarFulfilment {
    return new StarFulfilment({
      orderId: this.orderId,
      state: this.state,
      lane: this.lane ?? undefined,
      reason: this.reason ?? undefined,
      attempts: this.attempts,
      nextAttemptAt: this.nextAttemptAt ?? undefined,
      fence: Number(this.fence),
      enteredAt: this.enteredAt,
      createdAt: this.createdAt,
    });
  }
}
