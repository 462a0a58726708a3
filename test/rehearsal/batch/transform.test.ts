import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processorOf, whyNotProcessed } from '@inference-constructs/rehearsal/transform/data-processing';
import { LocalFiles, readInput } from '@inference-constructs/rehearsal/transform/local-files';
import { assembled, isPlaceholder, linesOf, payloadsOf } from '@inference-constructs/rehearsal/transform/records';
import { readTransformJob } from '@inference-constructs/rehearsal/transform/transform-job';
import fc from 'fast-check';
import { temporaryFolder } from '../support/assembly';
import { inputFolder, jobParameters } from './support/batch-app';

type Block = Record<string, unknown>;

const folder = temporaryFolder();
const { 'TransformJobName.$': _, ...PARAMETERS } = jobParameters({ TransformJobName: 'j', ModelName: 'm' });
const job = (more: Block = {}, input: Block = {}, output: Block = {}) =>
  readTransformJob({
    ...PARAMETERS,
    ...more,
    TransformInput: { ...(PARAMETERS.TransformInput as object), ...input },
    TransformOutput: { ...(PARAMETERS.TransformOutput as object), ...output },
  });

describe('what CreateTransformJob refuses', () => {
  test.each<[Block, string]>([
    [{ TransformJobName: 'a_b' }, 'TransformJobName (a_b): at most 63 letters, digits and hyphens'],
    [{ ModelName: undefined }, 'ModelName: missing'],
    [{ MaxPayloadInMB: 101 }, 'MaxPayloadInMB (101): from 0 to 100'],
    [{ MaxPayloadInMB: 60, MaxConcurrentTransforms: 2 }, 'MaxConcurrentTransforms × MaxPayloadInMB: at most 100 MB'],
    [{ BatchStrategy: 'Multi' }, 'BatchStrategy (Multi): MultiRecord or SingleRecord, with a SplitType'],
    [{ ModelClientConfig: { InvocationsMaxRetries: 4 } }, 'InvocationsMaxRetries (4): from 0 to 3'],
    [{ Colour: 'red' }, 'Colour: no parameter of CreateTransformJob'],
    [{ TransformResources: {} }, 'InstanceType: missing'],
  ])('%j', (more, cause) => {
    expect(() => job(more)).toThrow(expect.objectContaining({ error: 'SageMaker.AmazonSageMakerException', cause }));
  });

  test('records side by side without a SplitType', () => {
    expect(() => job({ BatchStrategy: 'MultiRecord' }, { SplitType: 'None' })).toThrow(
      'BatchStrategy (MultiRecord): MultiRecord or SingleRecord, with a SplitType',
    );
  });
});

describe('records', () => {
  const anyFile = fc.array(fc.constantFrom('1,2\n', 'x\n', '\n', 'long, long\n'), { maxLength: 30 });

  test('are all of a file, in their order, in payloads that are no larger than they may be', () => {
    fc.assert(
      fc.property(
        anyFile,
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 11, max: 40 }),
        (lines, isSingle, ends, most) => {
          const content = Buffer.from(lines.join('') + (ends ? '' : 'last'));
          const payloads = payloadsOf(linesOf(content), isSingle, most) ?? [];
          expect(Buffer.concat(payloads.map(({ body }) => body))).toEqual(content);
          expect(
            payloads.every(({ body, records }) => body.length <= most && (!isSingle || records.length === 1)),
          ).toBe(true);
          // None could have been sent with the one before.
          const isFull = payloads.every(
            ({ body }, i) => isSingle || i === 0 || payloads[i - 1].body.length + body.length > most - 10,
          );
          expect(isFull).toBe(true);
        },
      ),
    );
  });

  test('that do not fit alone do not fit', () => {
    expect(payloadsOf([Buffer.from('12345')], false, 4)).toBeUndefined();
  });

  test.each<[string[], boolean, string]>([
    [['a', 'b\n'], false, 'ab\n'],
    [['a', 'b\n', 'c'], true, 'a\nb\nc\n'],
  ])('answers %j, assembled by lines: %s', (answers, withLineFeeds, expected) => {
    expect(
      assembled(
        answers.map((one) => Buffer.from(one)),
        withLineFeeds,
      ).toString(),
    ).toBe(expected);
  });

  test.each([
    ['ShapeMismatch,', true],
    ['BodyInvalid', true],
    ['{"error":"e","code":"TypeMismatch"}', true],
    ['0.1,0.9', false],
    ['{"predictions":[1]}', false],
    ['{"code":', false],
    ['Benign,0.5', false],
  ])('%s stands for a record without a prediction: %s', (line, expected) => {
    expect(isPlaceholder(line)).toBe(expected);
  });
});

describe('DataProcessing', () => {
  const processed = (DataProcessing: Block, ContentType: string, record: string, answer: string): [string, string?] => {
    const one = job({ DataProcessing }, { ContentType }, { Accept: ContentType });
    expect(whyNotProcessed(one)).toBeUndefined();
    const { before, after } = processorOf(one)!;
    return [before(Buffer.from(`${record}\n`)).toString(), after(record, answer)];
  };

  test.each<[Block, string, string]>([
    [{}, 'id,1,2\n', '0.9'],
    [{ InputFilter: '$[1:]' }, '1,2\n', '0.9'],
    [{ InputFilter: '$[-2,-1]', JoinSource: 'Input' }, '1,2\n', 'id,1,2,0.9'],
    [{ JoinSource: 'Input', OutputFilter: '$[0,-1]' }, 'id,1,2\n', 'id,0.9'],
    [{ OutputFilter: '$[0]' }, 'id,1,2\n', '0.9'],
  ])('%j of CSV', (processing, sent, stored) => {
    expect(processed(processing, 'text/csv', 'id,1,2', '0.9')).toEqual([sent, stored]);
  });

  test('columns stay quoted', () => {
    expect(processed({ InputFilter: '$[1:]', JoinSource: 'Input' }, 'text/csv', '"a, ""b""",1,', 'x')).toEqual([
      '1,\n',
      '"a, ""b""",1,,x',
    ]);
  });

  test.each<[string, string]>([
    [',1,2', '1,2\n'],
    [',,', ',\n'],
    [',"a,b",2', '"a,b",2\n'],
  ])('a first column without a value is a column: %s', (record, sent) => {
    expect(processed({ InputFilter: '$[1:]', JoinSource: 'Input' }, 'text/csv', record, 'x')).toEqual([
      sent,
      `${record},x`,
    ]);
  });

  test.each<[Block, string, string, string]>([
    [{ InputFilter: '$.row' }, '{"id":7,"row":[1]}', '[1]\n', '{"p":1}'],
    [{ JoinSource: 'Input' }, '{"id":7}', '{"id":7}\n', '{"id":7,"SageMakerOutput":{"p":1}}'],
    [{ JoinSource: 'Input' }, '[7]', '[7]\n', '{"SageMakerInput":[7],"SageMakerOutput":{"p":1}}'],
    [
      { JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" },
      '{"id":7,"x":1}',
      '{"id":7,"x":1}\n',
      '[7,{"p":1}]',
    ],
  ])('%j of JSON lines', (processing, record, sent, stored) => {
    expect(processed(processing, 'application/jsonlines', record, '{"p":1}')).toEqual([sent, stored]);
  });

  test.each<[string, Block, Block, Block]>([
    ['DataProcessing of image/png is not played', {}, { ContentType: 'image/png' }, {}],
    [
      'DataProcessing of text/csv with answers in application/json is not played',
      {},
      {},
      { Accept: 'application/json' },
    ],
    ['DataProcessing without a SplitType is not played', {}, { SplitType: 'None' }, {}],
    ['the filter $..a of DataProcessing is not played', { InputFilter: '$..a' }, {}, {}],
  ])('%s', (why, processing, input, output) => {
    expect(whyNotProcessed(job({ DataProcessing: processing }, input, output))).toBe(why);
  });
});

describe('local files', () => {
  const rows = inputFolder(folder, { 'b.csv': 'b', 'a.csv': 'a' });
  mkdirSync(join(rows, 'deep'));
  writeFileSync(join(rows, 'deep', 'c.csv'), 'c');
  const files = (...inputs: string[]) => new LocalFiles(inputs.map(readInput), mkdtempSync(join(folder, 'out-')));
  const listed = (from: LocalFiles, prefix: string) => from.list(prefix)?.map(({ uri }) => uri);

  test.each<[string, string[] | undefined]>([
    ['s3://x/in', ['s3://x/in/a.csv', 's3://x/in/b.csv', 's3://x/in/deep/c.csv']],
    ['s3://x/in/', ['s3://x/in/a.csv', 's3://x/in/b.csv', 's3://x/in/deep/c.csv']],
    ['s3://x/in/deep', ['s3://x/in/deep/c.csv']],
    ['s3://x/in/a', ['s3://x/in/a.csv']],
    ['s3://x/', ['s3://x/in/a.csv', 's3://x/in/b.csv', 's3://x/in/deep/c.csv']],
    ['s3://x/in/none', []],
    ['s3://y/in', undefined],
  ])('%s, where a folder stands in for a prefix', (prefix, expected) => {
    expect(listed(files(`s3://x/in=${rows}`), prefix)).toEqual(expected);
  });

  test('a file stands in for an object', () => {
    const one = files(`s3://x/in/today.csv=${join(rows, 'a.csv')}`);
    expect(listed(one, 's3://x/in/')).toEqual(['s3://x/in/today.csv']);
  });

  test('what was written is there for what comes later', () => {
    const one = files(`s3://x/in=${rows}`);
    one.write('s3://y/out/a.csv.out', Buffer.from('scores'));
    const [object] = one.list('s3://y/out') ?? [];
    expect([object.uri, readFileSync(object.path, 'utf8')]).toEqual(['s3://y/out/a.csv.out', 'scores']);
  });

  test('nothing is written outside of the folder', () => {
    const one = files(rows);
    expect(() => one.write('s3://../../escaped', Buffer.from('x'))).toThrow(
      /^output \(s3:\/\/\.\.\/\.\.\/escaped\): a key inside /,
    );
    expect(existsSync(join(folder, '..', 'escaped'))).toBe(false);
  });
});
