import { ContainerModule } from 'inversify';
import { TelegramNotifier } from '#adapters/outbound/telegram/telegram-notifier.js';
import { WordedInvoices } from '#adapters/texts/cards/invoice-text.js';
import { GatewayRegistry } from '../registries.js';
import { TOKENS as T } from '../tokens.js';

/** The outside systems behind their ports. */
export const providers = new ContainerModule((options) => {
  options
    .bind(T.gateways)
    .toResolvedValue(
      (config, http, clock, starCharges) =>
        new GatewayRegistry(
          config.gateways.map((gateway) =>
            gateway.create({
              http,
              clock,
              webhookUrl: (id) => config.publicUrl && `${config.publicUrl}/webhook/${id}`,
              returnUrl: config.telegram.shopUrl,
              starCharges,
            }),
          ),
        ),
      [T.config, T.http, T.clock, T.starCharges],
    )
    .inSingletonScope();
  options.bind(T.invoiceWording).toResolvedValue((texts) => new WordedInvoices(texts), [T.texts]);
  options.bind(T.stars).toResolvedValue((fragment) => fragment, [T.fragment]);
  options
    .bind(T.notifier)
    .toResolvedValue(
      (config, http, unitOfWork, texts, watched, clock, logger) =>
        new TelegramNotifier({ token: config.telegram.token, apiRoot: config.telegram.apiRoot, http, unitOfWork, texts, watched, clock, logger }),
      [T.config, T.http, T.unitOfWork, T.texts, T.watchedScreens, T.clock, T.logger],
    )
    .inSingletonScope();
});
