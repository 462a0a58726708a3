import { createHash } from 'node:crypto';
import { appSpec } from '@inference-constructs/core/out/contract/deployer';
import { AwsClient } from '@inference-constructs/runtime/aws/client';
import { createDeployer } from '@inference-constructs/runtime/deployer/deployer';
import { AwsStandIn, type Asked, type Reply } from '../support/aws-stand-in';

const ORDER = {
  applicationName: 'App',
  deploymentGroupName: 'Group',
  functionName: 'Fn',
  aliasName: 'live',
  targetVersion: '4',
  beforeAllowTraffic: 'CodeDeployHook_x',
  waitsOn: false,
};
const MINUTE = 60_000;

/** A deployment group, and an alias at version 3. */
interface State {
  alias: string;
  running?: { id: string; targetVersion: string };
  /** What looks at the deployment find, one after the other; the last one stays. */
  statuses: string[];
  refusal?: Reply;
  /** How often the alias may not be read. */
  notAllowed?: number;
  /** What somebody else starts just before. */
  faster?: State['running'];
}

let state: State;
let standIn: AwsStandIn;
beforeEach(async () => {
  state = { alias: '3', statuses: ['Succeeded'] };
  standIn = await AwsStandIn.start(answer);
});
afterEach(() => standIn.stop());
// Lines of the log.
jest.spyOn(process.stderr, 'write').mockReturnValue(true);

function answer({ what, body }: Asked): Reply {
  switch (what) {
    case 'GET /2015-03-31/functions/Fn/aliases/live':
      if ((state.notAllowed ?? 0) > 0) {
        state.notAllowed!--;
        return { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: { Message: 'no' } };
      }
      return { body: { Name: 'live', FunctionVersion: state.alias, RoutingConfig: {} } };
    case 'ListDeployments':
      return { body: { deployments: state.running === undefined ? [] : [state.running.id] } };
    case 'CreateDeployment':
      state.running = state.faster;
      return state.refusal ?? { body: { deploymentId: 'd-1' } };
    case 'GetDeployment': {
      const { deploymentId } = body as { deploymentId: string };
      const status = state.statuses.length > 1 ? state.statuses.shift()! : state.statuses[0];
      const targetVersion = state.running?.id === deploymentId ? state.running.targetVersion : '4';
      const content = JSON.stringify(appSpec({ ...ORDER, currentVersion: '3', targetVersion }));
      const errorInformation = { code: 'ALARM_ACTIVE', message: 'one or more alarms went off' };
      return {
        body: { deploymentInfo: { deploymentId, status, errorInformation, revision: { appSpecContent: { content } } } },
      };
    }
    default:
      return { status: 400, body: { __type: 'UnknownOperationException' } };
  }
}

const run = (order: object = ORDER, milliseconds = MINUTE) =>
  createDeployer(new AwsClient(standIn.variables), 5)(order as typeof ORDER, {
    getRemainingTimeInMillis: () => milliseconds,
  });
const operations = () => standIn.asked.map(({ what }) => what);
const created = () => standIn.asked.find(({ what }) => what === 'CreateDeployment')!.body;

test('the alias moves from where it is, with the hooks of the order', async () => {
  expect(await run()).toEqual({ status: 'Succeeded', deploymentId: 'd-1' });
  const content = JSON.stringify({
    version: '0.0',
    Resources: [
      {
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: 'Fn', Alias: 'live', CurrentVersion: '3', TargetVersion: '4' },
        },
      },
    ],
    Hooks: [{ BeforeAllowTraffic: 'CodeDeployHook_x' }],
  });
  expect(created()).toEqual({
    applicationName: 'App',
    deploymentGroupName: 'Group',
    revision: {
      revisionType: 'AppSpecContent',
      appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
    },
  });
});

test('an alias that is there already is left alone', async () => {
  state.alias = '4';
  expect(await run()).toEqual({ status: 'Unchanged', deploymentId: '' });
  expect(operations()).toEqual(['GET /2015-03-31/functions/Fn/aliases/live']);
});

test('a role that is not known everywhere yet is waited for', async () => {
  state.notAllowed = 1;
  expect(await run()).toEqual({ status: 'Succeeded', deploymentId: 'd-1' });
});

test('a deployment of the same version that is running is joined', async () => {
  state.running = { id: 'd-7', targetVersion: '4' };
  state.statuses = ['InProgress', 'InProgress', 'Succeeded'];
  expect(await run()).toEqual({ status: 'Succeeded', deploymentId: 'd-7' });
  expect(operations()).not.toContain('CreateDeployment');
});

test('a deployment of another version that is running is a fault', async () => {
  state.running = { id: 'd-7', targetVersion: '2' };
  state.statuses = ['InProgress'];
  await expect(run()).rejects.toMatchObject({
    code: 'DeploymentRunning',
    message:
      'deployment d-7 (InProgress): moves live to version 2, and only one can run at a time. wait for its end or stop it, then apply again',
  });
});

test('whoever was faster is joined', async () => {
  state.refusal = { status: 400, body: { __type: 'DeploymentLimitExceededException', message: 'one is running' } };
  state.faster = { id: 'd-8', targetVersion: '4' };
  expect(await run()).toEqual({ status: 'Succeeded', deploymentId: 'd-8' });
});

test.each(['Failed', 'Stopped'])(
  'a deployment that ends %s is an error of the function, which fails the apply',
  async (end) => {
    state.statuses = ['InProgress', end];
    await expect(run()).rejects.toMatchObject({
      code: 'DeploymentFailed',
      message:
        `deployment d-1 (${end}): one or more alarms went off. the alias goes back to its last version; ` +
        'see the history of the rollback alarms, fix the release and apply again',
    });
  },
);

test('where another invocation waits on, an open end is none', async () => {
  state.statuses = ['InProgress'];
  expect(await run({ ...ORDER, waitsOn: true }, 20_200)).toEqual({ status: 'InProgress', deploymentId: 'd-1' });
});

test('an open end of the last invocation is an error', async () => {
  state.statuses = ['InProgress'];
  await expect(run(ORDER, 20_200)).rejects.toMatchObject({
    code: 'DeploymentStillRunning',
    message:
      'deployment d-1 (still running): took longer than its rollout and hooks should. look at it with "aws deploy get-deployment --deployment-id d-1" and apply again',
  });
});

test('an invocation that waits on starts nothing', async () => {
  state.statuses = ['InProgress', 'Succeeded'];
  expect(await run({ deploymentId: 'd-9', waitsOn: false })).toEqual({ status: 'Succeeded', deploymentId: 'd-9' });
  expect(operations()).toEqual(['GetDeployment', 'GetDeployment']);
});

test('an invocation that waits on nothing has nothing to do', async () => {
  expect(await run({ deploymentId: '', waitsOn: false })).toEqual({ status: 'Unchanged', deploymentId: '' });
  expect(operations()).toEqual([]);
});

test('a deployment that failed while nobody waited is not started again', async () => {
  state.statuses = ['Failed'];
  await expect(run({ deploymentId: 'd-9', waitsOn: false })).rejects.toMatchObject({ code: 'DeploymentFailed' });
  expect(operations()).not.toContain('CreateDeployment');
});

test('what AWS refuses is told in its own words', async () => {
  state.refusal = {
    status: 400,
    body: { __type: 'com.amazonaws.codedeploy#InvalidRoleException', message: 'no role' },
  };
  await expect(run()).rejects.toMatchObject({ code: 'InvalidRoleException', message: 'no role' });
});
