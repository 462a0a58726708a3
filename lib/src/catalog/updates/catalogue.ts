import type { Consequence, UpdateAction } from './consequence';

type ByAction = Readonly<Partial<Record<UpdateAction, Consequence>>>;

const SAGEMAKER = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-update.html';
const UPDATES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html';

/** The new one is made, those who refer to it are pointed at it, and the old one goes in the clean-up phase. */
const MADE_FIRST: Consequence = {
  downtime: 'none: the new one is made first, the old one goes in the clean-up',
  source: UPDATES,
};

/**
 * What a change means for the types whose behaviour is known. Endpoints are not here: what happens to them depends on
 * their guardrails and their fleet, see `endpointUpdate`.
 */
const CATALOGUE: Readonly<Record<string, ByAction>> = {
  'AWS::SageMaker::Endpoint': {
    create: { downtime: 'nothing answers until it is in service', source: SAGEMAKER },
    delete: { downtime: 'every caller of the endpoint fails from then on', source: SAGEMAKER },
    replace: {
      downtime: 'callers must move to the new name; the old endpoint goes when the stack is cleaned up',
      billing: 'both fleets are billed until the old endpoint is gone',
      source: UPDATES,
    },
  },
  'AWS::SageMaker::EndpointConfig': { replace: MADE_FIRST },
  'AWS::SageMaker::Model': { replace: MADE_FIRST },
  'AWS::Lambda::Function': {
    update: {
      downtime: 'none: callers of an alias stay on their version until the alias moves',
      source: LAMBDA,
    },
    replace: {
      downtime: 'callers by name or ARN must move to the new function; its versions and aliases are new',
      source: UPDATES,
    },
    delete: { downtime: 'every caller of the function fails from then on', source: LAMBDA },
  },
  'AWS::Lambda::Version': {
    retain: { downtime: 'none: the old version is kept, so that the alias can go back to it', source: LAMBDA },
    delete: { downtime: 'the alias cannot go back to a version that is gone', source: LAMBDA },
    replace: { downtime: 'none: the alias moves as its rollout says', source: LAMBDA },
  },
  'AWS::Lambda::Alias': {
    replace: { downtime: 'callers by ARN of the alias fail until they are given the new one', source: UPDATES },
    delete: { downtime: 'every caller of the alias fails from then on', source: LAMBDA },
  },
  'AWS::CloudWatch::Alarm': {
    replace: {
      downtime: 'none: the new alarm starts without a history, so it cannot ring for what the old release did',
      source: UPDATES,
    },
    delete: { downtime: 'none for callers: nobody is told any more', source: UPDATES },
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    replace: {
      downtime: 'none for callers: nothing scales between the two registrations',
      source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
    },
  },
  'AWS::IAM::Role': {
    replace: {
      downtime: 'none if everything that trusts the role is in this stack: its ARN changes',
      source: UPDATES,
    },
  },
};

/** What the catalogue knows of a change; undefined where it knows nothing. */
export function consequenceOf(type: string, action: UpdateAction): Consequence | undefined {
  return CATALOGUE[type]?.[action === 'may-replace' ? 'replace' : action];
}
