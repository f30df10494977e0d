/** JSON over HTTP to one origin; remembers every answer, so that a test can search them all. */
export class Api {
  readonly answers: string[] = [];

  constructor(readonly origin: string) {}

  get<Answer>(path: string): Promise<Answer> {
    return this.call<Answer>('GET', path);
  }

  post<Answer>(path: string, body: object = {}): Promise<Answer> {
    return this.call<Answer>('POST', path, JSON.stringify(body));
  }

  async delete(path: string): Promise<void> {
    await this.call('DELETE', path);
  }

  private async call<Answer>(method: string, path: string, body?: string): Promise<Answer> {
    const response = await fetch(`${this.origin}${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    this.answers.push(text);
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}
