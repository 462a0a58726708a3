import { checkEnvironment } from '../../../lib/src/serving/environment';

const isUnresolved = (value: unknown) => String(value).startsWith('token');
const most = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`KEY_${i}`, '']));
const REMEDY = 'put it into a file of the model package, or into Parameter Store';

describe('an environment of SageMaker', () => {
  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['the longest value', { A: 'x'.repeat(1024) }],
    ['a value that is not known', { A: `token${'x'.repeat(2000)}` }],
    ['a hundred variables', most(100)],
  ])('takes %s', (_, environment) => {
    expect(() => checkEnvironment(environment, isUnresolved)).not.toThrow();
  });

  test.each<[string, Record<string, string>, string]>([
    ['a hundred and one variables', most(101), `environment (101 variables): at most 100 on SageMaker. ${REMEDY}`],
    [
      'characters of more than a byte',
      { A: '\u00e9'.repeat(513) },
      `environment variable A (1026 bytes): at most 1024 bytes on SageMaker. ${REMEDY}`,
    ],
    [
      'no name',
      { '': '' },
      'environment variable (""): letters, digits and underscores, not beginning with a digit on SageMaker. write for example "LOG_LEVEL"',
    ],
  ])('refuses %s', (_, environment, message) => {
    expect(() => checkEnvironment(environment, isUnresolved)).toThrow(new Error(message));
  });
});

describe('an environment of Lambda', () => {
  test.each<[string, Record<string, string>]>([
    ['4096 bytes', { AB: 'x'.repeat(4094) }],
    ['a value that is not known', { AB: `token${'x'.repeat(5000)}` }],
    ['the name of a wrapper, which begins as reserved ones do', { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' }],
  ])('takes %s', (_, environment) => {
    expect(() => checkEnvironment(environment, isUnresolved, 'lambda')).not.toThrow();
  });

  test('refuses 4097 bytes', () => {
    expect(() => checkEnvironment({ AB: 'x'.repeat(4095) }, isUnresolved, 'lambda')).toThrow(
      new Error(`environment (4097 bytes of names and values): at most 4096 on Lambda. ${REMEDY}`),
    );
  });
});
