import ExpandableSection from "@cloudscape-design/components/expandable-section";
import TextContent from "@cloudscape-design/components/text-content";

/** What identities are, in plain words. */
export function AboutIdentities({ expanded = false }: { expanded?: boolean }) {
  return (
    <ExpandableSection headerText="What is used, and what is stored" defaultExpanded={expanded}>
      <TextContent>
        <p>
          A profile is a named entry in the AWS configuration files of this computer. The AWS CLI
          uses the same ones. It says how to sign in: with IAM Identity Center, with{" "}
          <code>aws login</code>, with a role, or with an access key.
        </p>
        <ul>
          <li>Rolebridge asks AWS with the profile you choose, and with nothing else.</li>
          <li>
            Rolebridge stores no keys of its own. It remembers the name of the profile. An access
            key you add yourself is kept in the keychain of this computer.
          </li>
          <li>Nothing in AWS is changed before you have seen and confirmed the change.</li>
          <li>The sandbox is a small organization to try things in. It never asks AWS.</li>
        </ul>
      </TextContent>
    </ExpandableSection>
  );
}
