import { STARS_GATEWAY } from '#domain/payments/star-charge.js';
import { defineGateway } from '../../kit/define-gateway.js';
import { REQUIRED, starsConfig } from './config.js';
import { StarsGateway } from './gateway.js';

/** Telegram Stars, paid to the bot itself. */
export const stars = defineGateway({
  id: STARS_GATEWAY,
  configKey: 'stars',
  required: REQUIRED,
  comesWithTheBot: true,
  schema: starsConfig,
  secrets: ({ token }) => [token],
  create: (config, deps) => {
    if (!deps.starCharges) throw new Error('Stars need the memory of what was paid with them');
    return new StarsGateway(config, deps, deps.starCharges);
  },
});
