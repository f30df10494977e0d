import { Model, snakeCaseMappers } from 'objection';

/**
 * A row whose properties are in camel case; queries name the columns as the database does. `bigint` columns are decimal
 * strings, as the driver gives them.
 */
export class SnakeCaseModel extends Model {
  static override columnNameMappers = snakeCaseMappers();
}
