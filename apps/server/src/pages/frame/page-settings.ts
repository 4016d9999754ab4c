/** What the pages need to know of how the service was started. */
export class PageSettings {
  constructor(
    /** Anybody may sign in as a sample person. */
    readonly standalone: boolean,
    /** Where people reach the service, without a slash at the end. */
    private readonly publicUrl: string,
  ) {}

  /** Whether people reach it over https. */
  get secure(): boolean {
    return this.publicUrl.startsWith('https:');
  }

  /** A cookie's name; over https with the prefix that keeps a neighbouring host from setting it. */
  cookie(name: string): string {
    return this.secure ? `__Host-${name}` : name;
  }
}
