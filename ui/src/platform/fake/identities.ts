import type { IdentityRow } from "@/ipc/IdentityRow";
import type { IdentityStatus } from "@/ipc/IdentityStatus";
import { sandboxIdentity } from "./app";
import type { Handlers } from "./control";

const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();

const unknown: IdentityStatus = {
  state: "notTried",
  caller: null,
  until: null,
  renews: false,
  message: null,
  remedy: null,
  checked_at: null,
};

const portal = {
  kind: "identityCenter" as const,
  start_url: "https://example.awsapps.com/start",
  region: "eu-central-1",
  session: "example",
  scopes: ["sso:account:access"],
};

/** One of each state. */
export const rows: IdentityRow[] = [
  {
    identity: {
      reference: { kind: "profile", name: "operations" },
      label: "operations",
      detail: "Identity Center, DevOpsAdmin in account 111111111111",
      region: "eu-central-1",
      facts: {
        kind: "identityCenter",
        partition: "aws",
        sign_in: portal,
        runs_program: false,
        endpoint: null,
      },
    },
    in_use: false,
    status: {
      ...unknown,
      state: "signedIn",
      until: hours(7),
      renews: true,
      checked_at: hours(0),
      caller: {
        account: "111111111111",
        arn: "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_DevOpsAdmin_1a2b3c/ada",
        user_id: "AROAEXAMPLE:ada",
      },
    },
  },
  {
    identity: {
      reference: { kind: "profile", name: "audit" },
      label: "audit",
      detail: "Identity Center, Auditor in account 222222222222",
      region: "eu-central-1",
      facts: {
        kind: "identityCenter",
        partition: "aws",
        sign_in: portal,
        runs_program: false,
        endpoint: null,
      },
    },
    in_use: false,
    status: {
      ...unknown,
      state: "expired",
      until: hours(-3),
      message: "Its sign-in has run out.",
      remedy: "Sign in.",
    },
  },
  {
    identity: {
      reference: { kind: "profile", name: "vendor" },
      label: "vendor",
      detail: "Credentials from a program",
      region: null,
      facts: {
        kind: "program",
        partition: null,
        sign_in: null,
        runs_program: true,
        endpoint: "http://127.0.0.1:4566",
      },
    },
    in_use: false,
    status: unknown,
  },
  {
    identity: {
      reference: { kind: "key", access_key: "AKIAIOSFODNN7EXAMPLE" },
      label: "break glass",
      detail: "Access key AKIAIOSFODNN7EXAMPLE in the keychain",
      region: "us-east-1",
      facts: {
        kind: "keptKey",
        partition: "aws",
        sign_in: { kind: "mfa", device: "arn:aws:iam::333333333333:mfa/ada" },
        runs_program: false,
        endpoint: null,
      },
    },
    in_use: false,
    status: {
      ...unknown,
      state: "signInNeeded",
      message: "Access key AKIAIOSFODNN7EXAMPLE is not signed in.",
      remedy: "Sign in, then try again.",
      checked_at: hours(-1),
    },
  },
  {
    identity: {
      reference: { kind: "profile", name: "old" },
      label: "old",
      detail: "Access key",
      region: "us-gov-west-1",
      facts: {
        kind: "accessKey",
        partition: "aws-us-gov",
        sign_in: null,
        runs_program: false,
        endpoint: null,
      },
    },
    in_use: false,
    status: {
      ...unknown,
      state: "wrong",
      message:
        "sts:GetCallerIdentity on profile old failed: AWS does not accept the credentials: The security token included in the request is invalid.",
      remedy: "Check the access key of the profile.",
      checked_at: hours(-1),
    },
  },
  {
    identity: {
      ...sandboxIdentity,
      facts: {
        kind: "sandbox",
        partition: "aws",
        sign_in: null,
        runs_program: false,
        endpoint: null,
      },
    },
    in_use: true,
    status: unknown,
  },
];

export const identityRows = {
  list_identity_rows: () => rows,
  check_identities: () => "7b0d6c52-6a51-4f4c-9d4f-0a1f6f1f0a11",
  sign_in: () => "7b0d6c52-6a51-4f4c-9d4f-0a1f6f1f0a12",
  start_key_form: () => ({ problem: null, remedy: null }),
  check_key_form: () => ({ errors: [], warnings: [] }),
  keep_key: (form) => ({ kind: "key", access_key: form.access_key }),
  remove_key: () => null,
} satisfies Partial<Handlers>;
