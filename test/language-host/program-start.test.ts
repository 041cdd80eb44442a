import messages from "@pulumi/pulumi/proto/language_pb.js";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { programStart, runOutcome } from "../../dev/stand-ins/language-host/program-start.ts";

const OPTIONS = { typescript: false, nodeargs: "--import ./require-node.mjs" };

function request(options: Record<string, JavaScriptValue> = OPTIONS) {
  const info = new messages.ProgramInfo();
  info.setRootDirectory("/esia");
  info.setProgramDirectory("/esia");
  info.setEntryPoint(".");
  info.setOptions(Struct.fromJavaScript(options));
  const made = new messages.RunRequest();
  made.setInfo(info);
  made.setMonitorAddress("127.0.0.1:1");
  made.setOrganization("organization");
  made.setProject("esia");
  made.setStack("dev");
  made.setDryrun(true);
  made.setParallel(16);
  made.getConfigMap().set("esia:displayName", "esia").set("azuread:tenantId", "t");
  made.setConfigsecretkeysList(["esia:key"]);
  return made;
}

describe("a program's start", () => {
  it("is what the official host starts", () => {
    const { args, env } = programStart(request(), "127.0.0.1:2", "/sdk/run");
    expect(args.join(" ")).toBe(
      "--import ./require-node.mjs /sdk/run --monitor 127.0.0.1:1 --engine 127.0.0.1:2 --organization organization " +
        "--project esia --root-directory /esia --stack dev --pwd /esia --parallel 16 --dry-run .",
    );
    expect(env).toEqual({
      PULUMI_CONFIG: '{"azuread:tenantId":"t","esia:displayName":"esia"}',
      PULUMI_CONFIG_SECRET_KEYS: '["esia:key"]',
    });
  });

  it("leaves out what the engine left empty, and ends with the program's own arguments", () => {
    const asked = request({ typescript: false });
    asked.setOrganization("");
    asked.setDryrun(false);
    asked.setArgsList(["--dry-run"]);
    expect(programStart(asked, "", "run").args.join(" ")).toBe(
      "run --monitor 127.0.0.1:1 --project esia --root-directory /esia --stack dev --pwd /esia --parallel 16 . --dry-run",
    );
  });

  it.each([{}, { typescript: true }])("is refused where the SDK is to load TypeScript: %j", (options) => {
    expect(() => programStart(request(options), "", "run")).toThrow("runs programs by Node alone");
  });
});

describe("a program's end", () => {
  it("is a success for 0", () => {
    expect(runOutcome(0)).toEqual({ error: "", bail: false });
  });

  it("is no error of ours for 32: the SDK has told the reader", () => {
    expect(runOutcome(32)).toEqual({ error: "", bail: true });
  });

  it.each([
    [1, "Program exited with non-zero exit code: 1"],
    [null, "Program exited with non-zero exit code: -1"],
  ])("is an error for %s", (code, error) => {
    expect(runOutcome(code)).toEqual({ error, bail: false });
  });
});
