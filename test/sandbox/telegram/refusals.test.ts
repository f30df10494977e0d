import { expect } from 'chai';
import { TelegramLab } from './telegram-lab.js';

const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
const STALE = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
const BILL = { chat_id: 42, title: 'VPN', description: 'A month', payload: 'p', currency: 'XTR', prices: [{ label: 'VPN', amount: 1 }] };

describe('what Telegram refuses', () => {
  let lab: TelegramLab;

  before(async () => {
    lab = await TelegramLab.open();
    await lab.person(42).say('hello');
  });

  after(() => lab.close());

  const REFUSED: readonly (readonly [string, string, object, string])[] = [
    ['a chat nobody opened', 'sendMessage', { chat_id: 43, text: 'x' }, 'Bad Request: chat not found'],
    ['a chat by name', 'sendMessage', { chat_id: '@ann', text: 'x' }, 'Bad Request: chat not found'],
    ['no chat', 'sendMessage', { text: 'x' }, 'Bad Request: chat_id is empty'],
    ['no text', 'sendMessage', { chat_id: 42 }, 'Bad Request: message text is empty'],
    ['a text of blanks', 'sendMessage', { chat_id: 42, text: ' \n\u0001 ' }, 'Bad Request: message text is empty'],
    ['a text of empty tags', 'sendMessage', { chat_id: 42, text: '<b></b>', parse_mode: 'HTML' }, 'Bad Request: message text is empty'],
    ['a text of 4097 units', 'sendMessage', { chat_id: 42, text: 'x'.repeat(4097) }, 'Bad Request: message is too long'],
    ['2049 emoji', 'sendMessage', { chat_id: 42, text: '👍'.repeat(2049) }, 'Bad Request: message is too long'],
    ['half an emoji', 'sendMessage', { chat_id: 42, text: 'x\ud83d' }, 'Bad Request: strings must be encoded in UTF-8'],
    ['a caption of 1025 units', 'sendPhoto', { chat_id: 42, photo: 'x', caption: 'x'.repeat(1025) }, 'Bad Request: message caption is too long'],
    ['no photo', 'sendPhoto', { chat_id: 42 }, 'Bad Request: there is no photo in the request'],
    ['an unknown photo', 'sendPhoto', { chat_id: 42, photo: 'AgAC' }, 'Bad Request: wrong file identifier/HTTP URL specified'],
    ['an open tag', 'sendMessage', { chat_id: 42, text: '<b>x', parse_mode: 'html' }, 'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'],
    ['another parse mode', 'sendMessage', { chat_id: 42, text: 'x', parse_mode: 'BBCode' }, 'Bad Request: unsupported parse_mode'],
    ['an entity beyond the text', 'sendMessage', { chat_id: 42, text: 'x', entities: [{ type: 'bold', offset: 0, length: 9 }] }, 'Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9'],
    ['an answer to nothing', 'sendMessage', { chat_id: 42, text: 'x', reply_parameters: { message_id: 999 } }, 'Bad Request: message to be replied not found'],
    ['an unknown message to edit', 'editMessageText', { chat_id: 42, message_id: 999, text: 'x' }, 'Bad Request: message to edit not found'],
    ["a person's message to edit", 'editMessageText', { chat_id: 42, message_id: 1, text: 'x' }, "Bad Request: message can't be edited"],
    ['an unknown message to delete', 'deleteMessage', { chat_id: 42, message_id: 999 }, 'Bad Request: message to delete not found'],
    ['a tap nobody made', 'answerCallbackQuery', { callback_query_id: '1' }, STALE],
    ['an unknown pre-checkout', 'answerPreCheckoutQuery', { pre_checkout_query_id: '1', ok: true }, STALE],
    ['an unknown chat action', 'sendChatAction', { chat_id: 42, action: 'dancing' }, 'Bad Request: wrong parameter action in request'],
    ['stars with a provider', 'sendInvoice', { ...BILL, provider_token: '1:TEST' }, 'Bad Request: STARS_INVOICE_INVALID'],
    ['roubles without a provider', 'sendInvoice', { ...BILL, currency: 'RUB' }, 'Bad Request: PAYMENT_PROVIDER_INVALID'],
    ['an invoice for nothing', 'sendInvoice', { ...BILL, prices: [{ label: 'VPN', amount: 0 }] }, 'Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID'],
    ['an invoice without a title', 'sendInvoice', { ...BILL, title: '' }, 'Bad Request: parameter "title" is required'],
    ['a command with capitals', 'setMyCommands', { commands: [{ command: 'Start', description: 'x' }] }, 'Bad Request: BOT_COMMAND_INVALID'],
    ['an unknown method', 'sendGift', {}, 'Not Found: method not found'],
  ];
  for (const [what, method, fields, description] of REFUSED) {
    it(`${what}: ${description}`, async () => {
      const { status, body } = await lab.api(method, fields);
      expect(body).to.deep.equal({ ok: false, error_code: status, description });
    });
  }

  const BAD_KEYBOARDS: readonly (readonly [string, unknown, string])[] = [
    ['65 bytes of data', [[{ text: 'x', callback_data: 'я'.repeat(32) + 'x' }]], 'Bad Request: BUTTON_DATA_INVALID'],
    ['empty data', [[{ text: 'x', callback_data: '' }]], "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    ['a button without a name', [[{ text: '', callback_data: 'x' }]], 'Bad Request: inline keyboard button text must be non-empty'],
    ['a button that is a number', [[7]], "Bad Request: can't parse inline keyboard button: expected an Object"],
    ['a row that is none', ['x'], "Bad Request: can't parse keyboard: expected an Array of Arrays"],
    ['101 buttons', Array.from({ length: 101 }, () => [{ text: 'x', callback_data: 'x' }]), 'Bad Request: reply markup is too long'],
    ['nine in a row', [Array.from({ length: 9 }, () => ({ text: 'x', callback_data: 'x' }))], 'Bad Request: reply markup is too long'],
    ['a script', [[{ text: 'x', url: 'javascript:alert(1)' }]], "Bad Request: inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol"],
    ['a bare word', [[{ text: 'x', url: 'not-a-url' }]], "Bad Request: inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"],
    ['an endless address', [[{ text: 'x', url: `https://a.example/${'x'.repeat(2048)}` }]], 'Bad Request: BUTTON_URL_INVALID'],
  ];
  for (const [what, keyboard, description] of BAD_KEYBOARDS) {
    it(`a keyboard with ${what}: ${description}`, async () => {
      const { body } = await lab.api('sendMessage', { chat_id: 42, text: 'x', reply_markup: { inline_keyboard: keyboard } });
      expect(body['description']).to.equal(description);
    });
  }

  it('exactly what is allowed is taken: 4096 units, 64 bytes, eight in a row, a link to this machine', async () => {
    const row = Array.from({ length: 8 }, () => ({ text: 'x', callback_data: 'x'.repeat(64) }));
    const pay = { text: 'Pay', url: 'http://127.0.0.1:8080/sandbox/heleket/pay/1' };
    const text = `<b>${'👍'.repeat(2048)}</b>`;
    const { body } = await lab.api('sendMessage', { chat_id: 42, text, parse_mode: 'HTML', reply_markup: { inline_keyboard: [row, [pay]] } });
    expect(body['ok']).to.equal(true);
  });

  it('a wrong token opens nothing', async () => {
    for (const token of ['7000000001:AAsandbox-only-not-a-secret-0000001', '1:x']) {
      expect((await lab.api('getMe', {}, token)).body).to.deep.equal({ ok: false, error_code: 401, description: 'Unauthorized' });
    }
  });

  it('an edit that changes nothing is refused, one that only takes the keyboard away is not', async () => {
    const markup = { reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] } };
    const sent = await lab.api('sendMessage', { chat_id: 42, text: '<b>x</b>', parse_mode: 'HTML', ...markup });
    const { message_id } = sent.body['result'] as { message_id: number };
    const same = { chat_id: 42, message_id, text: '<strong>x</strong>', parse_mode: 'HTML' };
    expect((await lab.api('editMessageText', { ...same, ...markup })).body['description']).to.equal(NOT_MODIFIED);
    expect((await lab.api('editMessageReplyMarkup', { chat_id: 42, message_id, ...markup })).body['description']).to.equal(NOT_MODIFIED);
    expect((await lab.api('editMessageText', same)).body['ok']).to.equal(true);
    expect((await lab.person(42).lastMessage()).buttons).to.deep.equal([]);
    expect((await lab.api('editMessageText', { ...same, text: 'x'.repeat(4097) })).body['description']).to.equal('Bad Request: MESSAGE_TOO_LONG');
    expect((await lab.api('editMessageCaption', { chat_id: 42, message_id, caption: 'x' })).body['description']).to.equal(
      'Bad Request: there is no caption in the message to edit',
    );
  });

  it('a tap is answered once and within fifteen seconds', async () => {
    const ann = lab.person(42);
    await lab.api('sendMessage', { chat_id: 42, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] } });
    const { messageId } = await ann.lastMessage();
    const first = { callback_query_id: (await ann.tap(messageId, 'x')).body['callbackQueryId'] };
    expect((await ann.chat()).body['pendingCallback']).to.equal(true);
    expect((await lab.api('answerCallbackQuery', { ...first, text: 'x'.repeat(201) })).body['description']).to.equal('Bad Request: MESSAGE_TOO_LONG');
    expect((await lab.api('answerCallbackQuery', first)).body['result']).to.equal(true);
    expect((await lab.api('answerCallbackQuery', first)).body['description']).to.equal(STALE);
    const late = { callback_query_id: (await ann.tap(messageId, 'x')).body['callbackQueryId'] };
    lab.passSeconds(16);
    expect((await ann.chat()).body['pendingCallback']).to.equal(false);
    expect((await lab.api('answerCallbackQuery', late)).body['description']).to.equal(STALE);
  });

  it('a person taps only what is there, unless the tap is forged on purpose', async () => {
    const ann = lab.person(42);
    await lab.api('sendMessage', { chat_id: 42, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'new' }]] } });
    const { messageId } = await ann.lastMessage();
    expect((await ann.tap(messageId, 'old')).body).to.include({ status: 409, code: 'telegram.no-button' });
    expect((await ann.tap(messageId, 'old', { force: true })).status).to.equal(200);
  });

  it('fields are read alike from JSON, a form and the address', async () => {
    const api = `${lab.origin}/sandbox/telegram/api/bot${lab.simulator.token}`;
    const keyboard = JSON.stringify({ inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] });
    const fields = { chat_id: '42', text: 'x', reply_markup: keyboard };
    const form = await fetch(`${api}/sendMessage`, { method: 'POST', body: new URLSearchParams(fields) });
    const address = await fetch(`${api}/sendmessage?${new URLSearchParams(fields).toString()}`);
    const broken = await fetch(`${api}/sendMessage`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
    expect([form.status, address.status, broken.status]).to.deep.equal([200, 200, 400]);
  });
});

describe('the pace of a bot', () => {
  it('is nobody\'s business unless strict limits are asked for', async () => {
    const lab = await TelegramLab.open({ strictLimits: true });
    try {
      await lab.person(42).say('hello');
      for (let sent = 0; sent < 5; sent += 1) expect((await lab.api('sendMessage', { chat_id: 42, text: 'x' })).status).to.equal(200);
      const refused = { ok: false, error_code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } };
      expect((await lab.api('sendMessage', { chat_id: 42, text: 'x' })).body).to.deep.equal(refused);
      lab.passSeconds(1);
      expect((await lab.api('sendMessage', { chat_id: 42, text: 'x' })).status).to.equal(200);
    } finally {
      await lab.close();
    }
  });
});

describe('Telegram in bad weather', () => {
  let lab: TelegramLab;

  beforeEach(async () => {
    lab = await TelegramLab.open();
    await lab.person(42).say('hello');
  });

  afterEach(() => lab.close());

  const send = { chat_id: 42, text: 'x' };

  it('failing: nothing is done and the answer is 502', async () => {
    lab.faults.arm({ target: 'telegram', mode: 'failing', times: 1 });
    expect((await lab.api('sendMessage', send)).body).to.deep.equal({ ok: false, error_code: 502, description: 'Bad Gateway' });
    expect(await lab.person(42).messages()).to.have.length(1);
    expect((await lab.api('sendMessage', send)).status).to.equal(200);
  });

  it('silent: it is done but the bot never hears of it', async () => {
    lab.faults.arm({ target: 'telegram', mode: 'silent', times: 1 });
    const outcome = await lab.api('sendMessage', send).then(
      () => 'answered',
      () => 'no answer',
    );
    expect(outcome).to.equal('no answer');
    expect(await lab.person(42).messages()).to.have.length(2);
  });

  it('lying: every send is told to come back in two seconds, other calls are well', async () => {
    lab.faults.arm({ target: 'telegram', mode: 'lying', times: undefined });
    const refused = { ok: false, error_code: 429, description: 'Too Many Requests: retry after 2', parameters: { retry_after: 2 } };
    expect((await lab.api('sendMessage', send)).body).to.deep.equal(refused);
    expect((await lab.api('getMe')).status).to.equal(200);
    expect(await lab.person(42).messages()).to.have.length(1);
  });

  it('slow: three seconds late, and the person does not notice', async () => {
    lab.faults.arm({ target: 'telegram', mode: 'slow', times: 1 });
    const started = performance.now();
    const late = lab.api('sendMessage', send).then(() => performance.now() - started);
    await lab.person(42).say('still here');
    expect(performance.now() - started).to.be.below(1_000);
    expect(await late).to.be.greaterThan(2_900);
  });

  it('updates keep coming in any weather', async () => {
    lab.faults.arm({ target: 'telegram', mode: 'failing', times: undefined });
    expect((await lab.api('getUpdates')).body['result']).to.have.length(1);
  });
});
