import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import { useEffect, useRef } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { useAct } from "@/data";
import type { ChooseFile } from "@/ipc/ChooseFile";

interface Props {
  label: string;
  description?: string;
  what: ChooseFile;
  value: string;
  onChange: (path: string) => void;
  /** A path the user is done with: chosen, or confirmed by Enter. */
  onDone: (path: string) => void;
  error?: string | undefined;
}

const FLASH = "choose-file";

/** The path of a file, typed or chosen in the system's own dialog. */
export function PathField(props: Props) {
  const flash = useFlash();
  const choose = useAct("choose_file");
  const input = useRef<InputProps.Ref>(null);
  // What is wrong is mended here, and is heard where the keyboard is.
  useEffect(() => {
    if (props.error !== undefined) input.current?.focus();
  }, [props.error]);
  const start = () =>
    choose.mutate(props.what, {
      onSuccess: (path) => {
        if (path === null) return;
        props.onChange(path);
        props.onDone(path);
      },
      onError: (failure) => flash.show(failureFlash(FLASH, failure)),
    });
  return (
    <FormField label={props.label} description={props.description} errorText={props.error} stretch>
      <div className="rb-transfer-path">
        <Input
          ref={input}
          value={props.value}
          onChange={({ detail }) => props.onChange(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === "Enter" && !detail.isComposing) props.onDone(props.value);
          }}
          spellcheck={false}
          autoComplete={false}
        />
        <Button iconName="folder-open" loading={choose.isPending} onClick={start}>
          {props.what === "file" ? "Choose file" : "Choose folder"}
        </Button>
      </div>
    </FormField>
  );
}
