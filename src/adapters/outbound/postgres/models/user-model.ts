import type { Customer, Language } from '#domain/customers/customer.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class UserModel extends SnakeCaseModel {
  static override tableName = 'users';
  static override idColumn = 'user_id';

  declare userId: string;
  declare username: string | null;
  declare firstName: string;
  declare language: Language;
  declare languageChosen: boolean;
  declare referredBy: string | null;
  declare createdAt: Date;
  declare lastSeenAt: Date;

  toCustomer(): Customer {
    return {
      userId: Number(this.userId),
      username: this.username ?? undefined,
      firstName: this.firstName,
      language: this.language,
      languageChosen: this.languageChosen,
      referredBy: this.referredBy === null ? undefined : Number(this.referredBy),
    };
  }
}
