/** A start that cannot go on for a reason the person can mend: the message is the whole of what they need to read. */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';
}

/** A missing or wrong setting; the message is one sentence that names it and never repeats a secret. */
export class ConfigurationError extends StartupError {
  override readonly name = 'ConfigurationError';
}
