import { z } from 'zod';
import { code, freeText, line } from '#kernel/text.js';
import { escalation } from './events.js';
import type { KeptRecord } from './state.js';
import { boardView } from './voice-events.js';

/** What kind of value a correctable field holds. `done-on` may not lie in the future, `day` may. */
export type FieldKind =
  | 'board-view'
  | 'text'
  | 'line'
  | 'person'
  | 'item'
  | 'rating'
  | 'flag'
  | 'escalation'
  | 'indicator'
  | 'indicator-field'
  | 'done-on'
  | 'day';

/** The fields of each record that people type, by path; `#` stands for a place in a list. */
export const correctableFields: Readonly<Record<KeptRecord['kind'], Readonly<Record<string, FieldKind>>>> = {
  meeting: {
    heldOn: 'done-on',
    notes: 'text',
    'discussions/#/item': 'item',
    'discussions/#/note': 'text',
    'attendance/#/person': 'person',
    'attendance/#/organisation': 'line',
    'attendance/#/role': 'line',
  },
  call: {
    heldOn: 'done-on',
    notes: 'text',
    escalated: 'escalation',
    'updates/#/item': 'item',
    'updates/#/note': 'text',
    'updates/#/atRisk': 'flag',
    'participants/#/person': 'person',
    'participants/#/organisation': 'line',
    'participants/#/role': 'line',
  },
  action: { description: 'text', owner: 'text', item: 'item', due: 'day', agreedOn: 'done-on' },
  'indicator-value': {
    indicator: 'indicator',
    value: 'indicator-field',
    period: 'indicator-field',
    standard: 'indicator-field',
    comparison: 'indicator-field',
    dataSource: 'indicator-field',
    receivedOn: 'done-on',
  },
  'given-rating': {
    rating: 'rating',
    'givenBy/body': 'line',
    'givenBy/role': 'line',
    givenOn: 'done-on',
    reason: 'text',
    source: 'line',
    publishedOn: 'done-on',
    publishedIn: 'line',
  },
  trajectory: { measure: 'line', unit: 'line', item: 'item', agreedOn: 'done-on' },
  consultation: { board: 'line', consultedOn: 'done-on', view: 'board-view', response: 'text' },
  evidence: { title: 'text', reference: 'text', periodCovered: 'line', attachedOn: 'done-on' },
};

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const childOf = (value: unknown, key: string): unknown => (isNode(value) && Object.hasOwn(value, key) ? value[key] : undefined);

/** The kind of the field at a path of this record, or undefined when the record has no such correctable field. */
export function fieldKindAt(record: KeptRecord, path: string): FieldKind | undefined {
  const pattern = path.replace(/\/(0|[1-9]\d*)(?=\/)/g, '/#');
  const kinds = correctableFields[record.kind];
  if (!Object.hasOwn(kinds, pattern)) return undefined;
  const parent = path.split('/').slice(0, -1).reduce<unknown>(childOf, record.fields);
  return isNode(parent) ? kinds[pattern] : undefined;
}

/** The value at a path such as `discussions/0/note`; undefined when there is none. */
export const valueAt = (fields: unknown, path: string): unknown => path.split('/').reduce<unknown>(childOf, fields);

/** The fields with one value replaced; unchanged when the path leads nowhere. */
export function withValueAt<Fields>(fields: Fields, path: string, value: string | boolean): Fields {
  return replaced(fields, path.split('/'), value) as Fields;
}

function replaced(node: unknown, [key, ...rest]: readonly string[], value: string | boolean): unknown {
  if (key === undefined || !isNode(node)) return node;
  if (rest.length > 0 && childOf(node, key) === undefined) return node;
  const child = rest.length === 0 ? value : replaced(childOf(node, key), rest, value);
  if (Array.isArray(node)) return node.map((each: unknown, index) => (String(index) === key ? child : each));
  return { ...node, [key]: child };
}

/** What each kind of field can hold: the very schemas of the events. */
export const fieldValues: Readonly<Record<FieldKind, z.ZodType>> = {
  text: freeText(),
  line: line(),
  person: code(),
  item: code(),
  rating: code(),
  flag: z.boolean(),
  escalation,
  indicator: line(),
  'indicator-field': line(500),
  'done-on': z.string(),
  day: z.string(),
  'board-view': boardView,
};
