/** The move of an alias from one version to another, with the functions that CodeDeploy asks before and after. */
export interface Move {
  readonly functionName: string;
  readonly aliasName: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  readonly beforeAllowTraffic?: string;
  readonly afterAllowTraffic?: string;
}

/** What the deployer function is invoked with. */
export interface DeploymentOrder extends Omit<Move, 'currentVersion'> {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  /** Whether a later invocation goes on waiting, so that an open end is no fault. */
  readonly waitsOn: boolean;
}

/** What it is invoked with to go on waiting; without a deployment there is nothing to wait for. */
export interface WaitOrder {
  readonly deploymentId: string;
  readonly waitsOn: boolean;
}

/** What it answers; a deployment that failed is an error of the function. */
export interface DeploymentReport {
  readonly status: 'Unchanged' | 'Succeeded' | 'InProgress';
  /** Empty where none was needed. */
  readonly deploymentId: string;
}

/** How long one invocation of the deployer waits: a function lives for 15 minutes. */
export const DEPLOYER_WAIT_SECONDS = 840;

/** What CodeDeploy reads of a revision of a function. */
export function appSpec(move: Move): object {
  const hooks = [
    ...(move.beforeAllowTraffic === undefined ? [] : [{ BeforeAllowTraffic: move.beforeAllowTraffic }]),
    ...(move.afterAllowTraffic === undefined ? [] : [{ AfterAllowTraffic: move.afterAllowTraffic }]),
  ];
  return {
    version: '0.0',
    Resources: [
      {
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Name: move.functionName,
            Alias: move.aliasName,
            CurrentVersion: move.currentVersion,
            TargetVersion: move.targetVersion,
          },
        },
      },
    ],
    ...(hooks.length === 0 ? {} : { Hooks: hooks }),
  };
}
