// API.md of a package, from its jsii assembly: what the build wrote, so that it is what users of every language see.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of other packages, what constructs are made from. */
const CONSTRUCTS = ['constructs.Construct', 'aws-cdk-lib.Resource'];
const PACKAGES = ['lib', 'constructs/cdk', 'constructs/cdktf'];

function assemblyOf(folder) {
  return JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'));
}

/** File → lines of Markdown. */
export function apiPages() {
  return Object.fromEntries(PACKAGES.map((folder) => [`${folder}/API.md`, page(assemblyOf(folder))]));
}

/** What is public and says nothing of itself: types and members, and optional properties without their default. */
export function undocumented(assemblies = PACKAGES.map(assemblyOf)) {
  return assemblies.flatMap(typesOf).flatMap((type) => [
    ...(hasText(type) ? [] : [`${type.fqn}: no docstring`]),
    ...membersOf(type)
      .filter((member) => member.overrides === undefined && !hasText(member))
      .map(({ name }) => `${type.fqn}.${name}: no docstring`),
    ...(isStruct(type) ? (type.properties ?? []) : [])
      .filter(({ optional, docs }) => optional === true && docs?.default === undefined)
      .map(({ name }) => `${type.fqn}.${name}: optional without @default`),
  ]);
}

const typesOf = ({ types }) => Object.values(types).sort((a, b) => (a.fqn < b.fqn ? -1 : 1));
const membersOf = ({ methods = [], properties = [], members = [] }) => [...methods, ...properties, ...members];
const hasText = ({ docs }) => (docs?.summary ?? '') !== '';
const isStruct = ({ kind, datatype }) => kind === 'interface' && datatype === true;

function page(assembly) {
  const types = typesOf(assembly);
  const isConstruct = ({ base }) =>
    base !== undefined && (CONSTRUCTS.includes(base) || isConstruct(assembly.types[base] ?? {}));
  const sections = {
    Constructs: types.filter(isConstruct),
    Classes: types.filter((type) => type.kind === 'class' && !isConstruct(type)),
    Structs: types.filter(isStruct),
    Interfaces: types.filter((type) => type.kind === 'interface' && !isStruct(type)),
    Enums: types.filter(({ kind }) => kind === 'enum'),
  };
  const given = Object.entries(sections).filter(([, list]) => list.length > 0);
  return [
    `# API of \`${assembly.name}\``,
    '',
    'Made from the docstrings by `npm run docs`. Names are as TypeScript has them; Python writes `memory_size` for',
    '`memorySize` and passes the properties of a struct as keyword arguments.',
    '',
    ...given.flatMap(([title, list]) => [`- ${title}: ${list.map((type) => link(assembly, type.fqn)).join(', ')}`]),
    ...given.flatMap(([title, list]) => ['', `## ${title}`, ...list.flatMap((type) => section(assembly, type))]),
  ];
}

function section(assembly, type) {
  const above = [type.base, ...(type.interfaces ?? [])].filter((fqn) => fqn !== undefined);
  const { initializer, methods = [], properties = [], members = [] } = type;
  const listed = [
    ...properties.map((property) => [property.name, describeProperty(assembly, type, property)]),
    ...methods.map((method) => [method.name, describeMethod(assembly, type, method)]),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const title = shortName(assembly, type.fqn);
  return [
    '',
    `### ${title}`,
    '',
    ...(above.length === 0 ? [] : [`Has what ${above.map((fqn) => link(assembly, fqn)).join(' and ')} has.`, '']),
    ...paragraphs(type.docs),
    ...(initializer === undefined || type.abstract === true
      ? []
      : ['', '```ts', `new ${title}(${parameters(assembly, initializer.parameters)})`, '```']),
    '',
    ...listed.map(([, text]) => text),
    ...members.map(({ name, docs }) => `- \`${name}\`: ${oneLine(docs)}`),
  ];
}

function describeProperty(assembly, owner, { name, optional, static: isStatic, type, docs }) {
  const mark = isStruct(owner) && optional === true ? '?' : '';
  const from = isStatic === true ? `${shortName(assembly, owner.fqn)}.` : '';
  const standard = docs?.default === undefined ? '' : ` Default: ${defaultText(docs.default)}.`;
  return `- \`${from}${name}${mark}: ${typeName(assembly, type)}\`: ${oneLine(docs)}${standard}`;
}

function describeMethod(assembly, owner, method) {
  const from = method.static === true ? `${shortName(assembly, owner.fqn)}.` : '';
  const returns = method.returns === undefined ? 'void' : typeName(assembly, method.returns.type);
  return `- \`${from}${method.name}(${parameters(assembly, method.parameters)}): ${returns}\`: ${oneLine(method.docs)}`;
}

const parameters = (assembly, list = []) =>
  list
    .map(({ name, type, optional }) => `${name}${optional === true ? '?' : ''}: ${typeName(assembly, type)}`)
    .join(', ');

function typeName(assembly, type) {
  if (type.primitive !== undefined) return type.primitive;
  if (type.fqn !== undefined) return type.fqn.split('.').at(-1);
  if (type.collection !== undefined) {
    const element = typeName(assembly, type.collection.elementtype);
    return type.collection.kind === 'array' ? `${element}[]` : `{ [name: string]: ${element} }`;
  }
  return (type.union ?? type.intersection).types
    .map((one) => typeName(assembly, one))
    .join(type.union === undefined ? ' & ' : ' | ');
}

/** With the submodule, if it is in one. */
const shortName = ({ name }, fqn) => fqn.replace(`${name}.`, '');

function link(assembly, fqn) {
  if (assembly.types[fqn] === undefined) return `\`${fqn}\``;
  const name = shortName(assembly, fqn);
  return `[${name}](#${name.toLowerCase().replaceAll('.', '')})`;
}

const text = ({ summary = '', remarks = '' } = {}) => `${summary}${/\.$/.test(summary) ? ' ' : '\n'}${remarks}`.trim();
const paragraphs = (docs) => text(docs).split('\n');
const oneLine = (docs) => text(docs).replace(/\s+/g, ' ');

/** A value is code; what starts with a hyphen is a sentence. */
function defaultText(value) {
  const words = value.replace(/\s+/g, ' ').trim();
  return words.startsWith('- ') ? words.slice(2).replace(/\.$/, '') : `\`${words}\``;
}
