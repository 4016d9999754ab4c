import { codecOf } from '#kernel/codec.js';
import { assessmentEvents } from './events.js';

describe('the assessment event family', () => {
  const codec = codecOf(assessmentEvents);

  it('seals every free text, and opens it again', () => {
    const event = { type: 'CheckpointNotHeld', data: { reason: 'Both sides agreed to wait', decidedOn: '2014-07-01' } } as const;
    const stored = codec.encode(event, (text) => `<${text}>`);
    expect(stored).toEqual({
      type: 'CheckpointNotHeld.v1',
      payload: '{"decidedOn":"2014-07-01","reason":{"sealed":"<Both sides agreed to wait>"}}',
    });
    expect(codec.decode(stored, (sealed) => sealed.slice(1, -1))).toEqual(event);
  });
});
