type Given<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Only the fields that were given: an absent field of an event is absent, never undefined. */
export const given = <Fields extends Readonly<Record<string, unknown>>>(fields: Fields): Given<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
