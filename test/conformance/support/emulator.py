"""Runs the emulator's script (first argument) with those of its faults mended that the deployments here meet.

Each is logged as `MENDED <fault>`: the tests name them all.
"""
import json
import runpy
import sys

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.codedeploy.models import CodeDeployBackend
from moto.core.responses import ActionResult
from moto.sagemaker.responses import SageMakerResponse


def mends(fault):
    def run(mend):
        mend()
        print("MENDED", fault, flush=True)

    return run


@mends("a changed function of CloudFormation takes layer versions for ARNs")
def layers():
    layers_of = LambdaFunction._get_layers_data
    LambdaFunction._get_layers_data = lambda function, layers: layers_of(
        function, [getattr(layer, "arn", layer) for layer in layers]
    )


@mends("a function forgets its LoggingConfig")
def logging():
    init, update, tell = LambdaFunction.__init__, LambdaFunction.update_configuration, LambdaFunction.get_configuration

    def created(function, account_id, spec, *args, **kwargs):
        function.logging = spec.get("LoggingConfig")
        init(function, account_id, spec, *args, **kwargs)

    def updated(function, updates):
        function.logging = updates.get("LoggingConfig", function.logging)
        return update(function, updates)

    def told(function, *args, **kwargs):
        logging = {} if function.logging is None else {"LoggingConfig": function.logging}
        return {**tell(function, *args, **kwargs), **logging}

    LambdaFunction.__init__, LambdaFunction.update_configuration, LambdaFunction.get_configuration = created, updated, told


@mends("an empty VpcConfig or DataCaptureConfig is told where none was given")
def empty():
    for action in ("describe_model", "describe_endpoint_config"):
        describe = getattr(SageMakerResponse, action)

        def described(request, describe=describe):
            return ActionResult({key: value for key, value in describe(request)._result.items() if value != {}})

        setattr(SageMakerResponse, action, described)


@mends("a deployment of CodeDeploy moves no alias and never ends")
def deployments():
    create = CodeDeployBackend.create_deployment

    def created(backend, *args, **kwargs):
        deployment_id = create(backend, *args, **kwargs)
        deployment = backend.deployments[deployment_id]
        revision = deployment.revision
        spec = json.loads(revision.get("appSpecContent", revision.get("string"))["content"])
        [resource] = spec["Resources"][0].values()
        at = resource["Properties"]
        functions = lambda_backends[backend.account_id][backend.region_name]
        alias = functions.get_alias(at["Alias"], at["Name"])
        if alias.function_version == at["CurrentVersion"]:
            functions.update_alias(at["Alias"], at["Name"], at["TargetVersion"], None, None)
            deployment.status = "Succeeded"
        else:
            deployment.status = "Failed"
        return deployment_id

    CodeDeployBackend.create_deployment = created


del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
