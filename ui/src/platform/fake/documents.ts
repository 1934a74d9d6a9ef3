import type { RoleDocuments } from "@/ipc/RoleDocuments";

export const gaTrust = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "aidevops.amazonaws.com"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "111111111111"
        },
        "ArnLike": {
          "aws:SourceArn": "arn:aws:aidevops:us-east-1:111111111111:agentspace/*"
        }
      }
    }
  ]
}`;

export const wrongTrust = gaTrust.replace("111111111111", "999999999999");

export const previewTrust = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111111111111:role/DevOpsAgentRole-payments"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "arn:aws:aidevops:us-east-1:111111111111:agentspace/9f3c2a"
        }
      }
    }
  ]
}`;

export const gaInline = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AllowCreateServiceLinkedRole",
      "Effect": "Allow",
      "Action": [
        "iam:CreateServiceLinkedRole"
      ],
      "Resource": [
        "arn:aws:iam::222222222222:role/aws-service-role/resource-explorer-2.amazonaws.com/AWSServiceRoleForResourceExplorer"
      ]
    }
  ]
}`;

export const previewInline = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AllowSupportAndResourceExplorer",
      "Effect": "Allow",
      "Action": [
        "support:DescribeCases",
        "resource-explorer-2:Search"
      ],
      "Resource": "*"
    }
  ]
}`;

export const gaManaged = "arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy";
export const previewManaged = "arn:aws:iam::aws:policy/AIOpsAssistantPolicy";
export const inlineName = "AllowCreateServiceLinkedRole";

export const gaDocuments: RoleDocuments = {
  trust: gaTrust,
  managed: [gaManaged],
  inline: [{ name: inlineName, text: gaInline }],
};

export const driftedDocuments: RoleDocuments = { ...gaDocuments, trust: wrongTrust };
