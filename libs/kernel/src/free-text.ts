import type { z } from 'zod';

/** Replaces the free texts of a value, given the value; other parts are shared, not copied. */
export type FreeTextMap = (value: unknown, replace: (text: unknown) => unknown) => unknown;

type Definition = z.core.$ZodTypeDef & Record<string, unknown>;
const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as unknown as Definition;

/**
 * Compiles, once per schema, the walk to its fields marked `meta({ freeText: true })`; undefined when it has none.
 * Free text inside a union is refused at start-up: which branch applies would have to be guessed when sealing.
 */
export function freeTextMap(schema: z.ZodType): FreeTextMap | undefined {
  if (schema.meta()?.['freeText'] === true) return (value, replace) => replace(value);
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'object':
      return ofObject(definition['shape'] as Record<string, z.ZodType>);
    case 'array':
      return ofEach(freeTextMap(definition['element'] as z.ZodType), (value, each) => (value as unknown[]).map(each));
    case 'record':
      return ofEach(freeTextMap(definition['valueType'] as z.ZodType), (value, each) =>
        Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, each(part)])),
      );
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return ofPresent(freeTextMap(definition['innerType'] as z.ZodType));
    case 'union':
      if ((definition['options'] as z.ZodType[]).some((option) => freeTextMap(option) !== undefined))
        throw new TypeError('free text inside a union cannot be sealed');
      return undefined;
    default:
      return undefined;
  }
}

function ofObject(shape: Record<string, z.ZodType>): FreeTextMap | undefined {
  const maps = Object.entries(shape).flatMap(([key, part]) => {
    const map = freeTextMap(part);
    return map === undefined ? [] : [[key, map] as const];
  });
  if (maps.length === 0) return undefined;
  return (value, replace) => {
    const copy = { ...(value as Record<string, unknown>) };
    for (const [key, map] of maps) if (key in copy) copy[key] = map(copy[key], replace);
    return copy;
  };
}

function ofEach(
  map: FreeTextMap | undefined,
  walk: (value: unknown, each: (part: unknown) => unknown) => unknown,
): FreeTextMap | undefined {
  return map && ((value, replace) => walk(value, (part) => map(part, replace)));
}

function ofPresent(map: FreeTextMap | undefined): FreeTextMap | undefined {
  return map && ((value, replace) => (value === undefined || value === null ? value : map(value, replace)));
}
