import type { CfnAlarmProps, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmBase, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Lazy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { l1Props } from './l1-props';
import { perRelease, Release } from './release';
import type { Rendering } from './rendering';

/** Renders the alarms of a plan: those of a release, which `text` tells from others, anew for each. */
export function renderAlarms(scope: Construct, rendering: Rendering, text?: () => string): IAlarm[] {
  const release = text === undefined ? undefined : new Release(scope, text);
  return rendering.idsOfType('AWS::CloudWatch::Alarm').map((id) => {
    const props = l1Props<CfnAlarmProps>(rendering.properties(id));
    return rendering.add(id, new PlannedAlarm(scope, id, props, release));
  });
}

/** The L2 `Alarm` numbers its queries anew; here they keep the ids of the plan. */
class PlannedAlarm extends AlarmBase {
  /** ARN, once the alarm is there. */
  public readonly alarmArn: string;
  /** Name, chosen by CloudFormation. */
  public readonly alarmName: string;

  constructor(scope: Construct, id: string, props: CfnAlarmProps, release?: Release) {
    super(scope, id);
    const resource = new CfnAlarm(this, 'Resource', {
      ...props,
      alarmActions: Lazy.list({ produce: () => this.alarmActionArns }),
      insufficientDataActions: Lazy.list({ produce: () => this.insufficientDataActionArns }),
      okActions: Lazy.list({ produce: () => this.okActionArns }),
    });
    if (release !== undefined) perRelease(resource, release);
    this.alarmArn = resource.attrArn;
    this.alarmName = resource.ref;
  }
}
