import fc from 'fast-check';
import { v5 } from 'uuid';
import { commandIdOf, derivedId } from './ids.js';

describe('derived ids', () => {
  it('are the same for the same person, stream and key, for ever', () => {
    expect(commandIdOf('wessex-assessor', 'assessment-11J.ccg-assurance-2013-15.2014-15-q1', 'key-1')).toBe(
      '913009bf-0397-5a93-be91-7d6cbbdad374',
    );
    expect(derivedId('5b0a1a4e-1111-4a0e-9a3d-0f3c6d2b7e11', 0)).toBe('27b4ad6a-e666-5c9a-bb3e-2677d2056eb5');
  });

  it('differ when any part differs, wherever the parts meet', () => {
    expect(commandIdOf('a', 'bc', 'd')).not.toBe(commandIdOf('ab', 'c', 'd'));
    fc.assert(
      fc.property(
        fc.tuple(fc.string(), fc.string(), fc.string()),
        fc.tuple(fc.string(), fc.string(), fc.string()),
        (left, right) => {
          const same = left.every((part, index) => part === right[index]);
          expect(commandIdOf(...left) === commandIdOf(...right)).toBe(same);
        },
      ),
    );
  });

  it('are what the library makes of the same namespace and name', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), (namespace, name) => {
        expect(derivedId(namespace, name)).toBe(v5(name, namespace));
      }),
    );
  });

  it('are derived from a UUID and nothing else', () => {
    for (const none of ['', 'a', '5b0a1a4e-1111-4a0e-9a3d-0f3c6d2b7e1', '5b0a1a4e-1111-4a0e-9a3d-0f3c6d2b7e111', 'x'.repeat(36)])
      expect(() => derivedId(none, 0)).toThrow('is not a UUID');
  });

  it('mint one id for each part of a command', () => {
    const command = commandIdOf('a', 'b', 'c');
    const ids = [0, 1, 'meeting', 'action-0', 'action-1'].map((part) => derivedId(command, part));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
