// JSON schemas of what the command line prints, made from the types of which it is.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SCHEMAS = {
  'docs/rehearsal.schema.json': { source: 'rehearsal/src/result.ts', type: 'RehearsalResult' },
  'docs/report.schema.json': { source: 'rehearsal/src/report/report-types.ts', type: 'Report' },
  'docs/analysis.schema.json': { source: 'rehearsal/src/analysis/analysis-types.ts', type: 'Analysis' },
  'docs/forecast.schema.json': { source: 'rehearsal/src/forecast/forecast-result.ts', type: 'ForecastResult' },
  'docs/batch.schema.json': { source: 'rehearsal/src/batch/batch-result.ts', type: 'BatchResult' },
};

/** File → schema. */
export function schemas() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = Object.values(SCHEMAS).map(({ source }) => join(root, source));
  const program = ts.createProgram(files, options);
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([file, { source, type }]) => [file, schemaOf(program, join(root, source), type)]),
  );
}

function schemaOf(program, file, name) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  const symbol = checker.getExportsOfModule(module).find((one) => one.name === name);
  const definitions = {};
  const symbols = {};
  const { $ref } = toSchema(checker.getDeclaredTypeOfSymbol(symbol));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    $ref,
    $defs: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
  };

  function toSchema(type) {
    if (type.isUnion()) return union(type.types.filter((one) => !(one.flags & ts.TypeFlags.Undefined)));
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (checker.isTupleType(type)) return tuple(checker.getTypeArguments(type));
    if (checker.isArrayType(type)) return { type: 'array', items: toSchema(checker.getTypeArguments(type)[0]) };
    if (!(type.flags & ts.TypeFlags.Object)) throw new Error(`${name}: no schema for ${checker.typeToString(type)}`);
    if (!(type.symbol?.flags & ts.SymbolFlags.Interface)) return object(type);
    const definition = type.symbol.name;
    if ((symbols[definition] ??= type.symbol) !== type.symbol)
      throw new Error(`${name}: two types are called ${definition}`);
    if (definitions[definition] === undefined) {
      definitions[definition] = {};
      definitions[definition] = object(type);
    }
    return { $ref: `#/$defs/${definition}` };
  }

  function union(types) {
    if (types.length === 1) return toSchema(types[0]);
    if (types.every((one) => one.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    const all = types.map(toSchema);
    return all.every((one) => 'const' in one) ? { enum: all.map((one) => one.const) } : { anyOf: all };
  }

  /** All of one type: what a member means is said by its place. */
  function tuple(members) {
    const [items, ...others] = members.map(toSchema);
    if (others.some((one) => JSON.stringify(one) !== JSON.stringify(items))) throw new Error(`${name}: a mixed tuple`);
    return { type: 'array', items, minItems: members.length, maxItems: members.length };
  }

  function object(type) {
    const others = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const members = checker.getPropertiesOfType(type);
    return {
      ...described(type.symbol),
      type: 'object',
      properties: Object.fromEntries(
        members.map((member) => [member.name, { ...toSchema(checker.getTypeOfSymbol(member)), ...described(member) }]),
      ),
      required: members.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map((member) => member.name),
      additionalProperties: others === undefined ? false : toSchema(others.type),
    };
  }

  function described(one) {
    const description = ts.displayPartsToString(one?.getDocumentationComment(checker) ?? []);
    return description === '' ? {} : { description };
  }
}
