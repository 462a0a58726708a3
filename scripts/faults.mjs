// What the runtime answers where it gives no prediction: from its own table, and from where faults are thrown.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { all, filesIn, local } from './syntax.mjs';

const ts = createRequire(import.meta.url)('typescript');
const { FAULT_STATUS } = await values('runtime/src/errors.ts');
const { FAULT_GUIDE } = await values('runtime/src/fault-guide.ts');

/** Every fault, in the order of its status. */
export function faults() {
  const details = detailsOfFaults();
  return Object.entries(FAULT_STATUS)
    .map(([code, status]) => ({
      code,
      status,
      ...FAULT_GUIDE[code],
      hasField: details.get(code)?.has('field') === true,
      hasRetryAfter: details.get(code)?.has('retryAfter') === true,
    }))
    .sort((one, other) => one.status - other.status);
}

/** Code → what its faults tell beside their words, wherever they are thrown. */
function detailsOfFaults() {
  const found = new Map();
  const nodes = filesIn(['runtime/src', 'lib/src/model']).flatMap(all);
  for (const node of nodes) {
    const given = made(node);
    if (given === undefined) continue;
    const [code, , detail] = given;
    const said = namesIn(detail);
    const codes = ts.isStringLiteral(code) ? [code.text] : said.length > 0 ? misfits(nodes) : [];
    for (const each of codes) found.set(each, new Set([...(found.get(each) ?? []), ...said]));
  }
  return found;
}

/** What a fault is made of. */
function made(node) {
  const isNew = ts.isNewExpression(node) && node.expression.getText() === 'Fault';
  const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  const given = isNew || isSuper ? node.arguments : [];
  return given.length > 1 && (isNew || ts.isStringLiteral(given[0])) ? given : undefined;
}

function namesIn(detail) {
  const object = detail !== undefined && ts.isIdentifier(detail) ? local(detail) : detail;
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
  return object.properties.map((property) => property.name?.getText());
}

/** Codes of what does not fit, which one function makes a fault of. */
function misfits(nodes) {
  return nodes
    .filter(ts.isObjectLiteralExpression)
    .map(({ properties }) => new Map(properties.map((property) => [property.name?.getText(), property.initializer])))
    .filter((properties) => ['code', 'expected', 'got'].every((name) => properties.has(name)))
    .map((properties) => properties.get('code'))
    .filter((code) => code !== undefined && ts.isStringLiteral(code))
    .map(({ text }) => text);
}

/** What a source that imports nothing at run time exports. */
async function values(file) {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`);
}
