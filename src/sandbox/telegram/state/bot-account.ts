/** The bot of the sandbox; its token opens nothing outside of it. */
export const BOT_ACCOUNT = {
  id: 7000000001,
  is_bot: true,
  first_name: 'Polaris Sandbox',
  username: 'polaris_sandbox_bot',
} as const;

export const BOT_TOKEN = `${BOT_ACCOUNT.id}:AAsandbox-only-not-a-secret-0000000`;
