import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Command, Query } from '@nestjs/cqrs';

const KEYS = ['__commandHandler__', '__queryHandler__'] as const;

/**
 * Stops the start when two handlers claim one command or query: the bus itself would only warn, and let the later one win.
 * And when a command or query among those `offered` has none: the bus would only find out when somebody sends it.
 *
 * @param offered what the contexts' lists of commands and queries export; what is neither is passed over.
 */
export function checkOneHandlerEach(application: INestApplicationContext, offered: readonly unknown[] = []): void {
  const handlers = handlersByMessage(application);
  const left = offered.find((each) => isMessage(each) && !handlers.has(each));
  if (isMessage(left)) throw new Error(`${left.name} has no handler: provide one in the module of its context`);
}

function handlersByMessage(application: INestApplicationContext): ReadonlyMap<unknown, string> {
  const seen = new Map<unknown, string>();
  for (const handler of handlersOf(application.get(ModulesContainer))) {
    for (const key of KEYS) {
      const handled = Reflect.getMetadata(key, handler) as { name: string } | undefined;
      if (handled === undefined) continue;
      const other = seen.get(handled);
      if (other !== undefined) throw new Error(`${handled.name} has two handlers: ${other} and ${handler.name}`);
      seen.set(handled, handler.name);
    }
  }
  return seen;
}

type Class = new (...parts: never[]) => object;

const isMessage = (value: unknown): value is Class =>
  typeof value === 'function' && (value.prototype instanceof Command || value.prototype instanceof Query);

function handlersOf(modules: ModulesContainer): readonly Class[] {
  const providers = [...modules.values()].flatMap((module) => [...module.providers.values()]);
  return [...new Set(providers.map(({ metatype }) => metatype).filter((type) => typeof type === 'function'))] as Class[];
}
