type Schema = Readonly<Record<string, unknown>>;

/** Where a value is not what a schema says; it knows the words that scripts/schemas.mjs writes, and refuses others. */
export function violations(schema: Schema, value: unknown): string[] {
  const definitions = schema.$defs as Readonly<Record<string, Schema>>;
  return check({ $ref: schema.$ref }, value, '$');

  function check(rule: Schema, item: unknown, path: string): string[] {
    return Object.entries(rule).flatMap(([word, argument]) => {
      switch (word) {
        case 'description':
        case 'required':
        case 'additionalProperties':
          return [];
        case '$ref':
          return check(definitions[String(argument).replace('#/$defs/', '')], item, path);
        case 'const':
          return item === argument ? [] : [`${path}: not ${JSON.stringify(argument)}`];
        case 'enum':
          return (argument as unknown[]).includes(item) ? [] : [`${path}: ${JSON.stringify(item)} is none of those`];
        case 'anyOf':
          return (argument as Schema[]).some((one) => check(one, item, path).length === 0)
            ? []
            : [`${path}: none fits`];
        case 'type':
          return typeOf(item) === argument ? [] : [`${path}: ${typeOf(item)}, not ${String(argument)}`];
        case 'items':
          return Array.isArray(item) ? item.flatMap((one, i) => check(argument as Schema, one, `${path}[${i}]`)) : [];
        case 'minItems':
          return Array.isArray(item) && item.length < (argument as number) ? [`${path}: too few`] : [];
        case 'maxItems':
          return Array.isArray(item) && item.length > (argument as number) ? [`${path}: too many`] : [];
        case 'properties':
          return members(rule, item, path);
        default:
          throw new Error(`${path}: schemas with ${word} cannot be checked`);
      }
    });
  }

  function members(rule: Schema, item: unknown, path: string): string[] {
    if (typeOf(item) !== 'object') return [];
    const object = item as Record<string, unknown>;
    const properties = rule.properties as Readonly<Record<string, Schema>>;
    const missing = (rule.required as string[]).filter((name) => object[name] === undefined);
    return [
      ...missing.map((name) => `${path}.${name}: missing`),
      ...Object.entries(object).flatMap(([name, one]) => {
        const known = Object.hasOwn(properties, name) ? properties[name] : rule.additionalProperties;
        return known === false ? [`${path}.${name}: unknown`] : check(known as Schema, one, `${path}.${name}`);
      }),
    ];
  }
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
