import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { EXCEPTIONS } from './exceptions';
import type { Beside, EntryContext, Exception } from './exceptions/exception';

export interface RenderedArguments {
  readonly config: Record<string, unknown>;
  readonly beside: readonly Beside[];
}

/** The provider's arguments for the properties of an entry: mechanical, but for the exceptions of its type. */
export function renderArguments(
  type: string,
  id: string,
  properties: Properties,
  entry: EntryContext,
  exceptions: readonly Exception[] = EXCEPTIONS,
): RenderedArguments {
  const own = exceptions.filter((exception) => exception.type === type);
  const beside: Beside[] = [];
  const config = renderBlock(properties, '');

  for (const { property, argument, value } of own) {
    if (property === undefined && argument !== undefined) put(config, argument.split('.'), value?.(properties, entry));
  }
  return { config, beside };

  function renderBlock(block: Properties, path: string): Record<string, unknown> {
    const rendered: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(block)) {
      if (value === undefined) continue;
      const here = path === '' ? name : `${path}.${name}`;
      const exception = own.find(({ property }) => property === here);
      if (exception?.beside !== undefined) {
        beside.push(...exception.beside(value, id));
        continue;
      }
      const given = exception?.value === undefined ? value : exception.value(value, entry);
      rendered[exception?.argument ?? camelCase(name)] =
        exception?.verbatim === true ? given : renderValue(given, here);
    }
    return rendered;
  }

  function renderValue(value: unknown, path: string): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => renderValue(item, path));
    return isBlock(value) ? renderBlock(value, path) : value;
  }
}

function put(config: Record<string, unknown>, [first, ...rest]: string[], value: unknown): void {
  if (value === undefined) return;
  if (rest.length === 0) {
    config[first] = value;
    return;
  }
  const block = config[first];
  // An argument of a block that the plan did not ask for would ask for the block.
  if (isBlock(block)) put(block as Record<string, unknown>, rest, value);
}

function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Tokens are objects of classes; what the core decides is plain. */
function isBlock(value: unknown): value is Properties {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
