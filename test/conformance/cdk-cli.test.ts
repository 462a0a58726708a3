import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/packages';
import { root } from '../support/tools';
import { Emulator, QUESTION, testWithEmulator } from './support/emulator';

const MINUTES = 60_000;
/** The emulator keeps of these that they were asked for, and nothing else: what they say is not proven here. */
const INERT = ['AWS::IAM::RolePolicy'];

/** The version that the alias of the only function points to, and the model that answers behind it. */
function state(emulator: Emulator): { version: string; model: string } {
  return emulator.ask(`(lambda c: (lambda name: {
    'version': c.get_alias(FunctionName=name, Name='live')['FunctionVersion'],
    'model': json.loads(c.invoke(FunctionName=name, Qualifier='live',
      Payload='${QUESTION}')['Payload'].read())['model']['version'],
  })(c.list_functions()['Functions'][0]['FunctionName']))(client('lambda'))`) as { version: string; model: string };
}

testWithEmulator(
  'the CDK CLI deploys the example, a new model, nothing twice, and takes all away',
  async () => {
    const folder = temporaryFolder();
    const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object };
    const app = `${process.execPath} ${join(root, 'examples/out/diagnosis/app.cdk.js')}`;
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app, context }));
    const emulator = await Emulator.start(folder);
    // Images are neither built nor pushed: the emulator runs none.
    const env = {
      CDK: join(root, 'node_modules/.bin/cdk'),
      CDK_DOCKER: 'true',
      CDK_VALIDATION: 'false',
      LOG_DIR: join(folder, 'log'),
    };
    try {
      emulator.tool('cdk-deploy-moto.sh', [folder, 'deploy', '--', '-c', 'model=v1'], env);
      expect(state(emulator)).toEqual({ version: '1', model: '1.0.0' });

      const endpoint = "client('sagemaker').list_endpoints()['Endpoints'][0]['EndpointName']";
      const config = `client('sagemaker').describe_endpoint(EndpointName=${endpoint})['EndpointConfigName']`;
      const before = emulator.ask(config);
      emulator.tool('cdk-deploy-moto.sh', [folder, 'deploy', '--', '-c', 'model=v2'], env);
      expect(state(emulator)).toEqual({ version: '2', model: '2.0.0' });
      expect(emulator.ask(config)).not.toBe(before);

      const said = emulator.tool('cdk-deploy-moto.sh', [folder, 'cycle', '--', '-c', 'model=v2'], env);
      expect(said).toContain('stacks with no changes: 2');
      expect(said).toContain('diff rc=0');
      expect(emulator.ask("client('lambda').list_functions()['Functions']")).toEqual([]);
      expect(emulator.ask("client('sagemaker').list_endpoints()['Endpoints']")).toEqual([]);
      expect(emulator.inertTypes()).toEqual(INERT);
    } finally {
      emulator.stop();
    }
  },
  5 * MINUTES,
);
