"""What a script with boto3 does for the credentials of a role."""
import json
import sys

import boto3

answer = boto3.client("sts").assume_role(RoleArn=sys.argv[1], RoleSessionName="bench")
json.dump(answer["Credentials"], sys.stdout, default=str)
