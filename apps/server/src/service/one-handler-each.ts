import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

const KEYS = ['__commandHandler__', '__queryHandler__'] as const;

/** Stops the start when two handlers claim one command or query: the bus itself would only warn, and let the later one win. */
export function checkOneHandlerEach(application: INestApplicationContext): void {
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
}

type Class = new (...parts: never[]) => object;

function handlersOf(modules: ModulesContainer): readonly Class[] {
  const providers = [...modules.values()].flatMap((module) => [...module.providers.values()]);
  return [...new Set(providers.map(({ metatype }) => metatype).filter((type) => typeof type === 'function'))] as Class[];
}
