import { UnsecuredJWT } from 'jose';
import { RememberedTokens } from './remembered-tokens.js';

const START = Date.UTC(2026, 10, 22, 9);
const tokenUntil = (seconds: number): string => new UnsecuredJWT({ exp: START / 1_000 + seconds }).setSubject('alex').encode();

function rememberedAt(clock: { now: number }, verdict: () => string | undefined) {
  let checks = 0;
  const verifier = {
    subjectOf: () => {
      checks += 1;
      return Promise.resolve(verdict());
    },
  };
  return { tokens: new RememberedTokens(verifier, () => clock.now), checks: () => checks };
}

describe('remembered tokens', () => {
  it('checks a signature once in a minute, and again after it', async () => {
    const clock = { now: START };
    const { tokens, checks } = rememberedAt(clock, () => 'alex');
    const token = tokenUntil(3_600);
    for (const seconds of [0, 1, 59]) {
      clock.now = START + seconds * 1_000;
      expect(await tokens.subjectOf(token)).toBe('alex');
    }
    expect(checks()).toBe(1);
    clock.now = START + 60_000;
    await tokens.subjectOf(token);
    expect(checks()).toBe(2);
  });

  it('never lets a token outlive its expiry', async () => {
    const clock = { now: START };
    const { tokens } = rememberedAt(clock, () => (clock.now < START + 10_000 ? 'alex' : undefined));
    const token = tokenUntil(10);
    expect(await tokens.subjectOf(token)).toBe('alex');
    clock.now = START + 10_000;
    expect(await tokens.subjectOf(token)).toBeUndefined();
  });

  it('remembers neither a token that is not valid nor one that names no expiry', async () => {
    const clock = { now: START };
    const invalid = rememberedAt(clock, () => undefined);
    await invalid.tokens.subjectOf(tokenUntil(3_600));
    await invalid.tokens.subjectOf(tokenUntil(3_600));
    expect(invalid.checks()).toBe(2);
    const unlimited = rememberedAt(clock, () => 'alex');
    await unlimited.tokens.subjectOf('opaque');
    await unlimited.tokens.subjectOf('opaque');
    expect(unlimited.checks()).toBe(2);
  });
});
