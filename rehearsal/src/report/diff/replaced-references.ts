import type { Template } from '@inference-constructs/core/out/graph/cloudformation';

const MARK = ' (replaced)';

/**
 * A template in which every reference to a replaced resource is another than before: who refers to it is updated, or
 * replaced in turn.
 */
export function withReplacedReferences(template: Template, replaced: ReadonlySet<string>): Template {
  if (replaced.size === 0) return template;
  const resources = Object.entries(template.Resources ?? {}).map(([id, resource]) => [
    id,
    { ...resource, Properties: marked(resource.Properties ?? {}, replaced) },
  ]);
  return { ...template, Resources: Object.fromEntries(resources) as Template['Resources'] };
}

/** Whether a text has a marked reference, and to whom. */
export function replacedReferences(text: string): string[] {
  return [...text.matchAll(/@\{([^{}]*?) \(replaced\)\./g)].map(([, id]) => id);
}

/** The text without marks. */
export function unmarked(text: string): string {
  return text.replaceAll(MARK, '');
}

function marked(value: unknown, replaced: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return markedText(value, '@{', replaced);
  if (Array.isArray(value)) return value.map((item) => marked(item, replaced));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, markedArgument(key, item, replaced)]));
}

function markedArgument(key: string, item: unknown, replaced: ReadonlySet<string>): unknown {
  switch (key) {
    case 'Ref':
      return typeof item === 'string' && replaced.has(item) ? item + MARK : item;
    case 'Fn::GetAtt': {
      const [id, ...attribute] = typeof item === 'string' ? item.split('.') : (item as string[]);
      return replaced.has(id) ? [id + MARK, attribute.join('.')] : item;
    }
    case 'Fn::Sub':
      return typeof item === 'string' ? markedText(item, '${', replaced) : marked(item, replaced);
    default:
      return marked(item, replaced);
  }
}

function markedText(text: string, open: '@{' | '${', replaced: ReadonlySet<string>): string {
  if (!text.includes(open)) return text;
  return text.replace(/([@$]\{)((?:aws_[a-z0-9_]*\.)?[^{}.]+)(?=[.}])/g, (whole, brace: string, id: string) =>
    brace === open && replaced.has(id) ? `${brace}${id}${MARK}` : whole,
  );
}
