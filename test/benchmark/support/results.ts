/** What one measurement found: numbers by name, the raw samples behind them, and words where a number needs them. */
export type Result = Readonly<Record<string, unknown>>;

/** Results by their key, e.g. `append.callers32`. */
export type Results = Readonly<Record<string, Result>>;
