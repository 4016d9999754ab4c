import { type AdoptionRequest, adoptionRequest } from '#api-contract/framework-requests.js';
import { AdoptFramework } from '#frameworks/commands.js';
import type { PackCheck, PackFault } from '#frameworks/queries.js';
import { formsAbout, given } from '../forms/form-definition.js';
import type { FormError } from '../forms/form-view.js';
import { changeRows } from './pack-changes.js';
import type { JsonFault, PackText } from './pack-text.js';
import { certaintyOf, windowOf } from './pack-view.js';

/** What was written into the form, read and checked. */
export interface AdoptionContext {
  /** Undefined before anything was written, and where it is no JSON. */
  readonly text: PackText | undefined;
  readonly notJson: JsonFault | undefined;
  readonly check: PackCheck | undefined;
  /** A pack to begin with. */
  readonly from: string | undefined;
  readonly today: string;
}

/** A fault of the pack as the page lists it: on which line, where, what is wrong and what would be right. */
interface FaultRow {
  readonly id: string;
  readonly line: number;
  readonly place: string;
  readonly detail: string;
  readonly rule: string;
}

function faultRows({ text, notJson, check }: AdoptionContext): readonly FaultRow[] {
  if (notJson !== undefined) return [{ id: 'fault-1', ...notJson, place: '', rule: 'pack-shape' }];
  return (check?.faults ?? []).map((fault, index) => ({
    id: `fault-${String(index + 1)}`,
    line: text?.lineOf(fault.path) ?? 1,
    place: placeOf(fault),
    detail: fault.detail,
    rule: fault.rule,
  }));
}

const placeOf = ({ path }: PackFault): string => path.join('/');

function faultsOf(context: AdoptionContext): readonly FormError[] {
  if (context.check?.isAdopted === true)
    return [{ field: 'pack', text: 'This very pack was adopted before: there is nothing to adopt' }];
  return faultRows(context).map(({ id, line, place, detail }) => ({
    field: id,
    text: `Line ${String(line)}${place === '' ? '' : `, ${place}`}: ${detail}`,
  }));
}

/** Adopting a version of a framework: the pack, where it was taken from, and why. */
export const adoptionForm = formsAbout<AdoptionContext>()<AdoptionRequest>({
  path: 'adoption',
  template: 'frameworks/adoption.njk',
  title: 'Adopt a framework pack',
  button: 'Adopt this version',
  permission: 'import.run',
  checkFirst: true,
  schema: adoptionRequest,
  words: { pack: 'a pack: choose its file, or write it', source: 'where it was taken from', reason: 'why it is adopted' },
  read: (typed, { text }) =>
    given({ pack: text?.content, source: typed.text('source') ?? typed.text('chosen'), reason: typed.text('reason') }),
  finds: faultsOf,
  command: ({ person, idempotencyKey, correlationId }, { today }, { pack, ...adoption }) =>
    new AdoptFramework(
      pack,
      { ...adoption, adoptedOn: today },
      { actor: person.id, role: person.role, idempotencyKey, correlationId },
    ),
  start: ({ from }) => ({ ...(from !== undefined && { pack: from }) }),
  model: (_typed, context) => ({ faults: faultRows(context), checked: checkedPack(context) }),
});

/** What the check page says of the pack. */
function checkedPack({ check }: AdoptionContext) {
  if (check?.pack === undefined) return undefined;
  const { pack, hash, replaces } = check;
  return {
    id: pack.id,
    version: pack.version,
    title: pack.title,
    window: windowOf(pack),
    certainty: certaintyOf(pack),
    items: pack.items.length,
    hash,
    replaces: replaces && { version: replaces.version, changes: changeRows(replaces.changes) },
  };
}
