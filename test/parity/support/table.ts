import { EXCEPTIONS } from '../../../constructs/cdktf/src/render/exceptions';
import type { Exception } from '../../../constructs/cdktf/src/render/exceptions/exception';

/** Runs with other exceptions from the mechanical mapping than there are. */
export function withTable<T>(rows: readonly Exception[], run: () => T): T {
  const table = EXCEPTIONS as Exception[];
  const whole = [...table];
  table.splice(0, table.length, ...rows);
  try {
    return run();
  } finally {
    table.splice(0, table.length, ...whole);
  }
}

export const without = (row: Exception) => EXCEPTIONS.filter((other) => other !== row);
