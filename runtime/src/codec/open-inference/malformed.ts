import { Fault } from '../../errors';
import { kindOf } from '../element';

/** A part of a request that is not of the kind it must be; `what` is a name of ours, never one that was sent. */
export function malformed(what: string, expected: string, got: unknown): Fault {
  const kind = kindOf(got);
  return new Fault('BodyInvalid', `${what} is not what it must be: expected ${expected}, got ${kind}.`, {
    field: /^Field '(\w+)'$/.exec(what)?.[1],
    expected,
    got: kind,
  });
}
