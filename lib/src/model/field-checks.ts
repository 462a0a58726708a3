import { InferenceError } from '../errors';
import { didYouMean } from './nearest';

/** Collects what is wrong with a JSON document, field by field, so that one run shows it all. */
export class FieldChecks {
  private readonly faults: string[] = [];

  get clean(): boolean {
    return this.faults.length === 0;
  }

  /** Notes a field that is not what it should be. `pointer` is a JSON pointer (RFC 6901). */
  fault(pointer: string, value: unknown, expected: string): void {
    this.note(`${pointer === '' ? '/' : pointer} (${show(value)}): expected ${expected}`);
  }

  /** Notes a fault in words of its own. */
  note(fault: string): void {
    this.faults.push(fault);
  }

  /** The members of an object, if it is one. Unknown and missing members are faults. */
  object(
    pointer: string,
    value: unknown,
    required: readonly string[],
    optional: readonly string[] = [],
  ): Record<string, unknown> | undefined {
    const members = this.record(pointer, value);
    if (members === undefined) return undefined;
    const known = [...required, ...optional];
    for (const name of Object.keys(members)) {
      if (known.includes(name)) continue;
      const hint = didYouMean(name, known);
      this.fault(under(pointer, name), members[name], `no such field${hint || `; there are ${known.join(', ')}`}`);
    }
    for (const name of required) {
      if (!Object.hasOwn(members, name)) this.note(`${under(pointer, name)} (missing): expected this field`);
    }
    return members;
  }

  /** The members of an object with names of its own, if it is one. */
  record(pointer: string, value: unknown): Record<string, unknown> | undefined {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
    this.fault(pointer, value, 'an object');
    return undefined;
  }

  /** The items of a list, if it is one and has any. */
  list(pointer: string, value: unknown): unknown[] | undefined {
    if (Array.isArray(value) && value.length > 0) return value;
    this.fault(pointer, value, 'a list with at least one item');
    return undefined;
  }

  /** The items of a list of different, non-empty names, if it is one. */
  names(pointer: string, value: unknown): string[] | undefined {
    const items = this.list(pointer, value);
    if (items === undefined) return undefined;
    const seen = new Map<unknown, number>();
    let good = true;
    items.forEach((item, index) => {
      const first = seen.get(item);
      if (this.text(under(pointer, index), item) === undefined) good = false;
      else if (first !== undefined) {
        this.fault(under(pointer, index), item, `a name of its own, item ${first} has this one`);
        good = false;
      }
      seen.set(item, first ?? index);
    });
    return good ? (items as string[]) : undefined;
  }

  /** A text with something in it, if it is one. */
  text(pointer: string, value: unknown): string | undefined {
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.fault(pointer, value, 'a text that is not empty');
    return undefined;
  }

  /** Throws what was found: `what (value): limit`, one after the other. */
  report(code: string, document: string, format = 'a model package'): void {
    if (this.clean) return;
    const [first, ...others] = this.faults;
    if (others.length === 0) throw new InferenceError(code, `${document} ${first}`);
    throw new InferenceError(
      code,
      `${document} (${this.faults.length} faults): must have the format of ${format}. correct these fields:` +
        [first, ...others].map((fault) => `\n  ${fault}`).join(''),
    );
  }
}

/** JSON pointer of a member. */
export function under(pointer: string, member: string | number): string {
  return `${pointer}/${String(member).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

/** A value in a message: scalars as they are, anything larger by its kind. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
