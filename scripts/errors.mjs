// The codes of every error that a user can mend, each with what it says, from where they are thrown.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ts = createRequire(import.meta.url)('typescript');
/** Folders whose errors a user meets, by when. */
const SOURCES = {
  'When a construct is made, or a stack synthesized': ['lib/src', 'constructs/cdk/src', 'constructs/cdktf/src'],
  'From the command line `inference`': ['rehearsal/src'],
};
const UNKNOWN = '…';
const CODE = /^[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+$|^[A-Z][a-z]+$/;

/** Title → code → what it says, each place's once. */
export function errorCodes() {
  const core = SOURCES['When a construct is made, or a stack synthesized'];
  return Object.fromEntries(
    Object.entries(SOURCES).map(([title, folders]) => {
      const found = codesIn(filesIn(folders));
      const known = folders === core ? new Map() : codesIn(filesIn(core));
      return [title, [...found].filter(([code]) => !known.has(code)).sort(([a], [b]) => (a < b ? -1 : 1))];
    }),
  );
}

/** Codes that say nothing: their message is made of parts that are known at run time only. */
export function unexplained(codes = errorCodes()) {
  return Object.values(codes)
    .flat()
    .filter(([, messages]) => messages.length === 0)
    .map(
      ([code]) => `${code}: an error without words. write what, the value, the limit and the remedy where it is thrown`,
    );
}

/** The page. */
export function errorPage() {
  return [
    '# Errors',
    '',
    'Of synth and of the command line; made from their sources by `npm run docs`. Every error has a code, the path of the construct, and says',
    `what, the value, the limit and the remedy; \`${UNKNOWN}\` stands for what is known when it is thrown. Codes are stable.`,
    ...Object.entries(errorCodes()).flatMap(([title, codes]) => [
      '',
      `## ${title}`,
      '',
      ...codes.flatMap(([code, messages]) => [`- \`${code}\``, ...messages.map((text) => `  - ${escaped(text)}`)]),
    ]),
  ];
}

const escaped = (text) => text.replace(/[<>*_`]/g, (character) => `\\${character}`);

function filesIn(folders) {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .sort()
      .map((file) => join(folder, file))
      .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)),
  );
}

function codesIn(files) {
  const found = new Map();
  const add = (code, message) => {
    const messages = found.get(code) ?? [];
    if (message !== undefined && !messages.includes(message)) messages.push(message);
    found.set(code, messages);
  };
  const nodes = files.flatMap(all);
  const relays = nodes.filter(ts.isFunctionLike).flatMap(relay);
  for (const node of nodes) {
    if (ts.isNewExpression(node) && node.expression.getText() === 'InferenceError') {
      const [code, message] = node.arguments;
      const texts = [words(message), ...(words(message) === undefined ? asCalled(node) : [])];
      for (const name of literals(code, nodes)) for (const text of texts) add(name, text);
    } else if (ts.isCallExpression(node)) {
      const called = node.expression.getText().split('.').at(-1);
      for (const { name, index, to, message = relays.find((one) => one.name === to)?.message } of relays) {
        const code = node.arguments[index];
        if (name === called && code !== undefined) for (const one of literals(code, nodes)) add(one, message);
      }
    } else if (ts.isObjectLiteralExpression(node)) {
      const of = (key) => node.properties.find((property) => property.name?.getText() === key);
      const code = of('code')?.initializer;
      const message = of('message');
      if (code !== undefined && message !== undefined) {
        for (const one of literals(code, [])) add(one, words(message.initializer ?? local(message)));
      }
    }
  }
  return found;
}

/** A function that throws with the code which it is given, itself or by another one. */
function relay(node) {
  const index = node.parameters.findIndex(({ name }) => name.getText() === 'code');
  if (index < 0 || node.name === undefined) return [];
  const inside = all(node);
  const thrown = inside.find((one) => ts.isNewExpression(one) && one.arguments?.[0]?.getText() === 'code');
  const handed = inside.find(
    (one) => ts.isCallExpression(one) && one.arguments.some((argument) => argument.getText() === 'code'),
  );
  const to = handed?.expression.getText();
  return [{ name: node.name.getText(), index, to, message: thrown && words(thrown.arguments[1]) }];
}

/** What an error says whose words are the arguments of the function around it: once for each call in the same file. */
function asCalled(error) {
  const around = ts.findAncestor(error, ts.isFunctionLike);
  const name = around?.name?.getText();
  const names = around?.parameters.map((parameter) => parameter.name.getText()) ?? [];
  return all(error.getSourceFile())
    .filter((node) => ts.isCallExpression(node) && node.expression.getText() === name)
    .map(({ arguments: given }) => new Map(names.map((parameter, i) => [parameter, given[i]])))
    .map((values) => words(error.arguments[1], values));
}

/** What a variable of the same function is. */
function local(node) {
  const name = (node.name ?? node).getText();
  const scope = ts.findAncestor(node, ts.isFunctionLike);
  return all(scope).find((one) => ts.isVariableDeclaration(one) && one.name.getText() === name)?.initializer;
}

/** The codes that an expression may be: a literal, either of two, or any of a table. */
function literals(node, nodes) {
  if (ts.isElementAccessExpression(node)) {
    const table = nodes.find(
      (one) => ts.isVariableDeclaration(one) && one.name.getText() === node.expression.getText(),
    )?.initializer;
    return table === undefined
      ? []
      : all(table)
          .filter(ts.isStringLiteral)
          .map(({ text }) => text)
          .filter(isCode);
  }
  return ts.isConditionalExpression(node)
    ? [node.whenTrue, node.whenFalse].flatMap((one) => literals(one, nodes))
    : ts.isStringLiteral(node) && isCode(node.text)
      ? [node.text]
      : [];
}

/** What AWS would answer, which the rehearsal stands in for, is not ours. */
const isCode = (text) => CODE.test(text) && !/Exception$|^InternalFailure$|^NotRehearsed$/.test(text);

/** What a message says whatever its values; none, if it is values only. */
function words(node, values = new Map()) {
  const whole = node !== undefined && ts.isIdentifier(node) && !values.has(node.text) ? (local(node) ?? node) : node;
  const text = whole === undefined ? '' : spoken(whole, values).replace(/\s+/g, ' ').trim();
  return /[a-z]{3}/.test(text.replaceAll(UNKNOWN, '')) ? text : undefined;
}

function spoken(node, values) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce(
      (text, { expression, literal }) => `${text}${spoken(expression, values)}${literal.text}`,
      node.head.text,
    );
  }
  if (ts.isBinaryExpression(node)) return spoken(node.left, values) + spoken(node.right, values);
  if (ts.isParenthesizedExpression(node)) return spoken(node.expression, values);
  if (ts.isConditionalExpression(node)) return spoken(node.whenTrue, values);
  if (ts.isCallExpression(node)) return returned(node);
  const given = ts.isIdentifier(node) ? values.get(node.text) : undefined;
  return given === undefined ? UNKNOWN : spoken(given, new Map());
}

/** What a function of the same file makes of what it is given. */
function returned(call) {
  const name = call.expression.getText();
  const called = all(call.getSourceFile()).find((node) => ts.isFunctionDeclaration(node) && node.name?.text === name);
  const text = called && all(called).find((node) => ts.isReturnStatement(node) && node.expression !== undefined);
  return text === undefined ? UNKNOWN : spoken(text.expression, new Map());
}

function all(node) {
  const children = [];
  node.forEachChild((child) => void children.push(...all(child)));
  return [node, ...children];
}
