import type { AlarmEvaluator, DeclaredAlarm } from './alarms/alarm-evaluator';
import { CloudWatchAlarms } from './alarms/cloudwatch-alarms';
import type { AssemblyReader } from './assembly/assembly-reader';
import { SynthesizedOutputReader } from './assembly/synthesized-output-reader';
import type { Clock } from './clock/clock';
import { VirtualClock } from './clock/virtual-clock';
import { CodeDeploy } from './control-plane/codedeploy';
import type { ControlPlane } from './control-plane/control-plane';
import { SageMakerCreation, SageMakerDeployments } from './control-plane/sagemaker/deployments';
import type { Invoker } from './invoker/invoker';
import { ProcessInvoker } from './invoker/process-invoker';
import { MemoryMetricStore } from './metrics/memory-metric-store';
import type { MetricStore } from './metrics/metric-store';
import { ProcessModelServers } from './server/container-process';
import type { ModelServers } from './server/model-servers';

/** Everything a rehearsal is made of that could be another. */
export interface Ports {
  readonly reader: AssemblyReader;
  readonly invoker: Invoker;
  readonly servers: ModelServers;
  readonly controlPlane: ControlPlane;
  readonly endpointCreation: ControlPlane;
  readonly endpointDeployments: ControlPlane;
  clock(): Clock;
  metricStore(): MetricStore;
  alarmEvaluator(alarms: readonly DeclaredAlarm[], store: MetricStore): AlarmEvaluator;
}

export function defaultPorts(): Ports {
  return {
    reader: new SynthesizedOutputReader(),
    invoker: new ProcessInvoker(),
    servers: new ProcessModelServers(),
    controlPlane: new CodeDeploy(),
    endpointCreation: new SageMakerCreation(),
    endpointDeployments: new SageMakerDeployments(),
    clock: () => new VirtualClock(),
    metricStore: () => new MemoryMetricStore(),
    alarmEvaluator: (alarms, store) => new CloudWatchAlarms(alarms, store),
  };
}
