// The codes of every error that a user can mend, each with what it says, from where they are thrown.
import { createRequire } from 'node:module';
import { faults } from './faults.mjs';
import { all, filesIn, local } from './syntax.mjs';
import { table } from './table.mjs';

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
    'Of synth, of the command line and of the runtime; made from their sources by `npm run docs`. Codes are stable. Of synth and of the',
    'command line every error has the path of the construct or the file, and says what, the value, the limit and the remedy;',
    `\`${UNKNOWN}\` stands for what is known when it is thrown. Where the words depend on that, all of them are here.`,
    ...Object.entries(errorCodes()).flatMap(([title, codes]) => [
      '',
      `## ${title}`,
      '',
      ...codes.flatMap(([code, messages]) => [`- \`${code}\``, ...messages.map((text) => `  - ${escaped(text)}`)]),
    ]),
    '',
    '## In an answer of the runtime',
    '',
    'As `{"error": …, "code": …, "field": …, "expected": …, "got": …, "retryAfter": …}` with this status, on every path and protocol. No',
    'answer repeats what was sent: `field` is a name from the signature in `model.json`, or that of a header. `retryAfter` is in seconds, and',
    'also the header `Retry-After`, which SageMaker drops. Below 500 the client can mend it, but for 429, which is of the moment as a 503 is.',
    '',
    'SageMaker gives its callers any of them as `ModelError` (424), with status and body in `OriginalStatusCode` and `OriginalMessage`. A',
    'function answers what the client can mend (`{"error": {…}}` where it is invoked without a URL); of all else its invocation fails, with',
    'the code as the type of the error.',
    '',
    ...table(
      ['code', 'HTTP', '`field`', '`retryAfter`', 'what it means', 'what a client does'],
      faults().map(({ code, status, hasField, hasRetryAfter, meaning, remedy }) => [
        `\`${code}\``,
        status,
        hasField ? 'yes' : '',
        hasRetryAfter ? 'yes' : '',
        meaning,
        remedy,
      ]),
    ),
  ];
}

const escaped = (text) => text.replace(/[<>*_`]/g, (character) => `\\${character}`);

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
      const said = wordings(message);
      const texts = said.length > 0 ? said : asCalled(node);
      for (const name of literals(code, nodes)) {
        // A code of its own is in the list, whether or not it has words.
        add(name.text);
        for (const text of texts) if (agree(name.choices, text.choices)) add(name.text, text.text);
      }
    } else if (ts.isCallExpression(node)) {
      const called = node.expression.getText().split('.').at(-1);
      for (const { name, index, to, messages = relays.find((one) => one.name === to)?.messages } of relays) {
        const code = node.arguments[index];
        if (name !== called || code === undefined) continue;
        for (const one of literals(code, nodes)) for (const text of messages ?? [undefined]) add(one.text, text);
      }
    } else if (ts.isObjectLiteralExpression(node)) {
      const of = (key) => node.properties.find((property) => property.name?.getText() === key);
      const code = of('code')?.initializer;
      const message = of('message');
      if (code !== undefined && message !== undefined) {
        for (const one of literals(code, [])) {
          for (const { text } of wordings(message.initializer ?? local(message))) add(one.text, text);
        }
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
  const messages = thrown && wordings(thrown.arguments[1]).map(({ text }) => text);
  return [{ name: node.name.getText(), index, to, messages }];
}

/** What an error says whose words are the arguments of the function around it: once for each call in the same file. */
function asCalled(error) {
  const around = ts.findAncestor(error, ts.isFunctionLike);
  const name = around?.name?.getText();
  const names = around?.parameters.map((parameter) => parameter.name.getText()) ?? [];
  return all(error.getSourceFile())
    .filter((node) => ts.isCallExpression(node) && node.expression.getText() === name)
    .map(({ arguments: given }) => new Map(names.map((parameter, i) => [parameter, given[i]])))
    .flatMap((values) => wordings(error.arguments[1], values));
}

/** The codes that an expression may be, each with what chooses it: a literal, either of two, or any of a table. */
function literals(node, nodes) {
  if (ts.isElementAccessExpression(node)) {
    const table = nodes.find(
      (one) => ts.isVariableDeclaration(one) && one.name.getText() === node.expression.getText(),
    )?.initializer;
    return table === undefined
      ? []
      : all(table)
          .filter((one) => ts.isStringLiteral(one) && isCode(one.text))
          .map(({ text }) => ({ text, choices: new Map() }));
  }
  return ts.isConditionalExpression(node) || ts.isStringLiteral(node)
    ? spoken(node, new Map()).filter(({ text }) => isCode(text))
    : [];
}

/** What AWS would answer, which the rehearsal stands in for, is not ours. */
const isCode = (text) => CODE.test(text) && !/Exception$|^InternalFailure$|^NotRehearsed$/.test(text);

/** All that a message may say whatever its values; none, if it is values only. Words that differ in values only are one. */
function wordings(node, values = new Map()) {
  const whole = node !== undefined && ts.isIdentifier(node) && !values.has(node.text) ? (local(node) ?? node) : node;
  const found = new Map();
  for (const { text: said, choices } of whole === undefined ? [] : spoken(whole, values)) {
    const text = said.replace(/\s+/g, ' ').trim();
    const key = text.replace(new RegExp(`${UNKNOWN}[\\s${UNKNOWN}]*`, 'g'), UNKNOWN);
    if (/[a-z]{3}/.test(text.replaceAll(UNKNOWN, '')) && !found.has(key)) found.set(key, { text, choices });
  }
  return [...found.values()];
}

/** What an expression may say, each with the choices that lead there: the same condition chooses the same everywhere. */
function spoken(node, values) {
  if (ts.isStringLiteralLike(node)) return [{ text: node.text, choices: new Map() }];
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce(
      (said, { expression, literal }) => joined(joined(said, spoken(expression, values)), [plain(literal.text)]),
      [plain(node.head.text)],
    );
  }
  if (ts.isBinaryExpression(node)) return binary(node, values);
  if (ts.isParenthesizedExpression(node)) return spoken(node.expression, values);
  if (ts.isConditionalExpression(node)) {
    const condition = node.condition.getText().replace(/\s+/g, ' ');
    return [
      ...chosen(spoken(node.whenTrue, values), condition, true),
      ...chosen(spoken(node.whenFalse, values), condition, false),
    ];
  }
  if (ts.isCallExpression(node)) return returned(node);
  if (!ts.isIdentifier(node)) return [plain(UNKNOWN)];
  const given = values.get(node.text);
  return given === undefined ? named(node) : spoken(given, new Map());
}

const plain = (text) => ({ text, choices: new Map() });

function binary({ operatorToken, left, right }, values) {
  if (operatorToken.kind === ts.SyntaxKind.PlusToken) return joined(spoken(left, values), spoken(right, values));
  const isEither = [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(operatorToken.kind);
  return isEither ? [...spoken(left, values), ...spoken(right, values)] : [plain(UNKNOWN)];
}

/** Words that a function gives a name before it says them; a value has none. */
function named(node) {
  const value = local(node);
  const isChosen = value !== undefined && (ts.isConditionalExpression(value) || ts.isStringLiteralLike(value));
  return isChosen ? spoken(value, new Map()) : [plain(UNKNOWN)];
}

function chosen(said, condition, branch) {
  return said.flatMap(({ text, choices }) => {
    const known = choices.get(condition);
    return known === undefined || known === branch ? { text, choices: new Map([...choices, [condition, branch]]) } : [];
  });
}

const agree = (some, others) => [...some].every(([condition, branch]) => (others.get(condition) ?? branch) === branch);

function joined(beginnings, ends) {
  return beginnings.flatMap((beginning) =>
    ends
      .filter((end) => agree(beginning.choices, end.choices))
      .map((end) => ({
        text: `${beginning.text}${end.text}`,
        choices: new Map([...beginning.choices, ...end.choices]),
      })),
  );
}

/** What a function of the same file makes of what it is given. Its conditions are of its own arguments. */
function returned(call) {
  const name = call.expression.getText();
  const called = all(call.getSourceFile()).find((node) => ts.isFunctionDeclaration(node) && node.name?.text === name);
  const texts = (called === undefined ? [] : all(called))
    .filter((node) => ts.isReturnStatement(node) && node.expression !== undefined)
    .flatMap((node) => spoken(node.expression, new Map()).map(({ text }) => text));
  return texts.length === 0 ? [plain(UNKNOWN)] : [...new Set(texts)].map(plain);
}
