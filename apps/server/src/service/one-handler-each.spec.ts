import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandHandler, CqrsModule, Query, QueryHandler } from '@nestjs/cqrs';
import { checkOneHandlerEach } from './one-handler-each.js';

class Rate extends Command<void> {}
class ReadRatings extends Query<void> {}
class Forgotten extends Command<void> {}

@CommandHandler(Rate)
class RateHandler {
  execute = (): Promise<void> => Promise.resolve();
}

@CommandHandler(Rate)
class PlantedRateHandler {
  execute = (): Promise<void> => Promise.resolve();
}

@QueryHandler(ReadRatings)
class ReadRatingsHandler {
  execute = (): Promise<void> => Promise.resolve();
}

@Module({ imports: [CqrsModule.forRoot()], providers: [RateHandler, ReadRatingsHandler] })
class Sound {}

@Module({ imports: [Sound], providers: [PlantedRateHandler] })
class WithTwoHandlers {}

const offered = [Rate, ReadRatings, () => 1, 'Rate'];

async function checking(module: object, messages: readonly unknown[]): Promise<void> {
  // Not initialised: the bus, which only warns, must not get to it first.
  const application = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    checkOneHandlerEach(application, messages);
  } finally {
    await application.close();
  }
}

describe('every command and query has one handler', () => {
  it('passes where each has', async () => {
    await expect(checking(Sound, offered)).resolves.toBeUndefined();
  });

  it('stops the start where two claim one command', async () => {
    await expect(checking(WithTwoHandlers, offered)).rejects.toThrow(/^Rate has two handlers: \w+ and \w+$/);
  });

  it('stops the start where one that is offered has none', async () => {
    await expect(checking(Sound, [...offered, Forgotten])).rejects.toThrow('Forgotten has no handler');
  });
});
