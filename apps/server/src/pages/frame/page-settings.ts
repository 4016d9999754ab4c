/** What the pages need to know of how the service was started. */
export interface PageOptions {
  /** Where people reach the service, without a slash at the end. */
  readonly publicUrl: string;
  /** After how many seconds a session ends whatever they do: `SESSION_HOURS`. */
  readonly sessionSeconds: number;
  /** After how many seconds without a page it ends: `SESSION_IDLE_MINUTES`. */
  readonly idleSeconds: number;
}

/** The same, with what follows from it. */
export class PageSettings implements PageOptions {
  readonly publicUrl: string;
  readonly sessionSeconds: number;
  readonly idleSeconds: number;

  constructor({ publicUrl, sessionSeconds, idleSeconds }: PageOptions) {
    this.publicUrl = publicUrl;
    this.sessionSeconds = sessionSeconds;
    this.idleSeconds = idleSeconds;
  }

  /** Whether people reach it over https. */
  get secure(): boolean {
    return this.publicUrl.startsWith('https:');
  }

  /** A cookie's name; over https with the prefix that keeps a neighbouring host from setting it. */
  cookie(name: string): string {
    return this.secure ? `__Host-${name}` : name;
  }
}
