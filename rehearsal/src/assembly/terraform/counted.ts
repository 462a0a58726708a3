import type { NotPlayed } from '../assembly-reader';
import { labelled } from './blocks';
import type { ModuleScope } from './module-scope';

type Block = Readonly<Record<string, unknown>>;

/** The resources that are there once: one that is there no time is dropped, one that may be there often is listed. */
export function withoutCounted(
  resource: unknown,
  scope: ModuleScope,
): { readonly json: Readonly<Record<string, unknown>>[]; readonly notPlayed: readonly NotPlayed[] } {
  const json: Readonly<Record<string, unknown>>[] = [];
  const notPlayed: NotPlayed[] = [];
  for (const [type, named] of labelled(resource)) {
    for (const [name, body] of labelled(named)) {
      const { count, for_each: each, ...rest } = body as Block;
      const times = count === undefined ? 1 : Number(scope.evaluate(count));
      if (each === undefined && times === 1) json.push({ [type]: { [name]: rest } });
      else if (each !== undefined || times !== 0) {
        const reason = each === undefined ? `count is ${JSON.stringify(count)}` : 'for_each makes one for each item';
        notPlayed.push({
          path: pathOf(type, name, rest),
          type: `terraform:${type}`,
          reason: `${reason}: only resources that are there once are read`,
        });
      }
    }
  }
  return { json, notPlayed };
}

function pathOf(type: string, name: string, { '//': comment }: Block): string {
  const path = (comment as { metadata?: { path?: unknown } } | null | undefined)?.metadata?.path;
  return typeof path === 'string' ? path : `${type}.${name}`;
}
