import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { edited, temporaryFolder, v1, v2 } from './assembly';
import type { Resources } from './assembly';
import type { Behaviour } from './fake-invoker';
import { FakeInvoker } from './fake-invoker';

export const folder = temporaryFolder();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, Array.from({ length: 50 }, (_, row) => JSON.stringify({ body: { row } })).join('\n'));

/** The hand-made assemblies, with fifty requests. */
export const options: RehearseOptions = { from: v1, to: v2, traffic };

/** Version 2 behaves as told; version 1 as it should. */
export function played(behaviour: Behaviour = {}, more: Partial<RehearseOptions> = {}) {
  const invoker = new FakeInvoker(({ number }) => (number === '2' ? behaviour : {}));
  return rehearse({ ...options, ...more }, { invoker });
}

/** The new release as it is, but for an edit of its template. */
export const to = (edit: (resources: Resources) => void) => ({ to: edited(folder, v2, edit) });
