"""Runs the emulator's script (first argument) with what a changed deployment of a function with a layer needs besides.

moto hands UpdateFunctionConfiguration of CloudFormation the layer version itself, where it wants its ARN.
"""
import runpy
import sys

from moto.awslambda.models import LambdaFunction

layers_of = LambdaFunction._get_layers_data


def with_arns(function, layers):
    return layers_of(function, [getattr(layer, "arn", layer) for layer in layers])


LambdaFunction._get_layers_data = with_arns
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
