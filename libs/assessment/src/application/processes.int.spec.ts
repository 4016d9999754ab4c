import { jest } from '@jest/globals';
import { MortalSessions } from '../../../../test/support/mortal-sessions.js';
import { DORSET_Q1, NOTE, OTHER_TERMS_Q1, PORTSMOUTH_Q1, ProcessesService, SOMERSET_Q1 } from './testing/processes-service.js';

jest.setTimeout(60_000);

describe('the process managers of assessments', () => {
  let service: ProcessesService;
  beforeEach(async () => {
    service = await ProcessesService.open();
    await service.opened(DORSET_Q1, PORTSMOUTH_Q1);
  });
  afterEach(() => service.close());

  describe('filing a meeting held for several assessments', () => {
    it('files it once in each, under its one id, naming the original as the cause', async () => {
      await service.opened(OTHER_TERMS_Q1);
      const meeting = await service.meets(DORSET_Q1, [PORTSMOUTH_Q1, OTHER_TERMS_Q1, PORTSMOUTH_Q1]);
      await service.settled(await service.start());

      const [original] = await service.meetingsIn(DORSET_Q1);
      const [copy, ...more] = await service.meetingsIn(PORTSMOUTH_Q1);
      expect(more).toEqual([]);
      expect(copy).toMatchObject({
        data: {
          meeting,
          heldOn: '2014-07-14',
          attendance: [{ person: 'p-1' }],
          discussions: [{ item: 'domain-1' }],
          alsoFor: [],
        },
        metadata: {
          ...{ actor: 'wessex-assessor', role: 'assessor' },
          ...{ causationId: original?.id, correlationId: original?.metadata.correlationId },
        },
      });
      expect(await service.meetingsIn(OTHER_TERMS_Q1)).toMatchObject([{ data: { meeting, discussions: [] } }]);
      expect(await service.typesIn(PORTSMOUTH_Q1)).not.toContain('ActionAgreed');
    });

    it('files a call the same way, with whether it was escalated', async () => {
      const call = await service.rings(DORSET_Q1, [PORTSMOUTH_Q1]);
      await service.settled(await service.start());

      expect(await service.callsIn(PORTSMOUTH_Q1)).toMatchObject([{ data: { call, escalated: 'yes', alsoFor: [] } }]);
    });

    it.each([
      ['assessment-was-never-opened', '99X.test-assurance.2014-15-q1'],
      ['assessment-is-transcribed', 'transcribed'],
      ['outside-area', SOMERSET_Q1],
    ])('keeps a dead letter that names the rule %s, without a word of what was noted', async (rule, other) => {
      await service.opened(SOMERSET_Q1);
      const to = other === 'transcribed' ? await service.transcribed() : other;
      await service.meets(DORSET_Q1, [to, PORTSMOUTH_Q1]);
      const runner = await service.start();
      await service.settled(runner);

      const letters = await runner.deadLetters.list();
      expect(letters).toMatchObject([{ manager: 'filed-meetings', instance: DORSET_Q1, rule, command: { to } }]);
      expect(JSON.stringify(letters)).not.toContain(NOTE);
      expect(await service.meetingsIn(PORTSMOUTH_Q1)).toHaveLength(1);
      expect(await service.meetingsIn(to)).toEqual([]);
    });

    it('files it after all, under the same id, once what stood in the way is gone and the dead letter is retried', async () => {
      const meeting = await service.meets(DORSET_Q1, [OTHER_TERMS_Q1]);
      const runner = await service.start();
      await service.settled(runner);
      await service.opened(OTHER_TERMS_Q1);
      const [letter] = await runner.deadLetters.list();
      await runner.deadLetters.retry(letter?.commandId ?? '');
      await service.settled(runner);

      expect(await service.meetingsIn(OTHER_TERMS_Q1)).toMatchObject([{ data: { meeting } }]);
      expect(await runner.deadLetters.list()).toEqual([]);
    });

    it('does not file what was withdrawn in the meantime', async () => {
      const meeting = await service.meets(DORSET_Q1, [PORTSMOUTH_Q1]);
      await service.withdraws(DORSET_Q1, meeting);
      const runner = await service.start();
      await service.settled(runner);

      expect(await runner.deadLetters.list()).toMatchObject([{ rule: 'record-was-withdrawn' }]);
      expect(await service.meetingsIn(PORTSMOUTH_Q1)).toEqual([]);
    });

    it('files it exactly once wherever it is killed', async () => {
      for (let step = 3; step <= 45; step += 3) {
        const meeting = await service.meets(DORSET_Q1, [PORTSMOUTH_Q1]);
        const mortal = new MortalSessions(service.doomed, service.owner, step);
        // Alone: beside others, which of them the kill meets would be left to chance.
        const filing = service.processes(mortal).filter(({ manager }) => manager.name === 'filed-meetings');
        const dying = await service.start({ dataSource: mortal, processes: filing });
        await mortal.died;
        await service.stop(dying);
        await service.ranOnce();

        const copies = (await service.meetingsIn(PORTSMOUTH_Q1)).filter(({ data }) => data.meeting === meeting);
        expect({ step, copies: copies.length }).toEqual({ step, copies: 1 });
      }
    });
  });

  describe('actions falling due', () => {
    it('are noted once by the service itself at their due day, also across restarts', async () => {
      const action = await service.agreesAction(DORSET_Q1, '2030-06-30');
      service.today = '2030-06-29';
      await service.ranOnce();
      expect(await service.fellDueIn(DORSET_Q1)).toEqual([]);

      service.today = '2030-06-30';
      await service.ranOnce();
      await service.ranOnce();
      expect(await service.fellDueIn(DORSET_Q1)).toMatchObject([
        {
          data: { action, due: '2030-06-30', fellDueOn: '2030-06-30' },
          metadata: { actor: 'process:due-actions', role: 'system', businessDate: '2030-06-30' },
        },
      ]);
    });

    it('are not noted when they were overdue already on the day they were recorded', async () => {
      await service.agreesAction(DORSET_Q1, '2014-12-01');
      await service.ranOnce();

      expect(await service.fellDueIn(DORSET_Q1)).toEqual([]);
    });

    it('are noted at the new day when put off, and not at all when completed', async () => {
      const putOff = await service.agreesAction(DORSET_Q1, '2030-06-30');
      const completed = await service.agreesAction(DORSET_Q1, '2030-06-29');
      await service.updatesAction(DORSET_Q1, putOff, { kind: 'reschedule', to: '2030-07-15', reason: 'Holidays' });
      await service.ranOnce();
      await service.updatesAction(DORSET_Q1, completed, { kind: 'completion' });
      service.today = '2030-06-30';
      await service.ranOnce();
      expect(await service.fellDueIn(DORSET_Q1)).toEqual([]);

      service.today = '2030-07-15';
      await service.ranOnce();
      expect(await service.fellDueIn(DORSET_Q1)).toMatchObject([{ data: { action: putOff, due: '2030-07-15' } }]);
    });
  });
});
