export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

export interface ProfileState {
  readonly commands: Readonly<Record<string, readonly BotCommand[]>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly menuButton: unknown;
}

const EMPTY: ProfileState = { commands: {}, texts: {}, menuButton: { type: 'default' } };

/** What the bot says about itself: commands, description and name for each language, and the menu button. */
export class BotProfile {
  private state: ProfileState = EMPTY;

  setCommands(language: string, commands: readonly BotCommand[]): void {
    this.state = { ...this.state, commands: { ...this.state.commands, [language]: commands } };
  }

  /** Exactly what was set for that language. */
  commands(language: string): readonly BotCommand[] {
    return this.state.commands[language] ?? [];
  }

  /** What a person with that language sees. */
  commandsSeenBy(language: string | undefined): readonly BotCommand[] {
    const own = this.commands(language ?? '');
    return own.length > 0 ? own : this.commands('');
  }

  setText(name: string, language: string, text: string): void {
    this.state = { ...this.state, texts: { ...this.state.texts, [`${name}:${language}`]: text } };
  }

  text(name: string, language: string): string {
    return this.state.texts[`${name}:${language}`] ?? '';
  }

  setMenuButton(button: unknown): void {
    this.state = { ...this.state, menuButton: button };
  }

  get menuButton(): unknown {
    return this.state.menuButton;
  }

  snapshot(): ProfileState {
    return this.state;
  }

  restore(state: ProfileState): void {
    this.state = state;
  }
}
