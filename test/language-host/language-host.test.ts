import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import rpc, { type LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages, { type RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

const HOST = join(import.meta.dirname, "../../dev/stand-ins/language-host/language-host.ts");
/** google.protobuf.Empty, by way of the service that takes it. */
const { requestType: Empty } = rpc.LanguageRuntimeService.cancel as unknown as {
  requestType: new () => Parameters<LanguageRuntimeClient["cancel"]>[0];
};
let child: ChildProcessByStdio<Writable, Readable, Readable>;
let client: LanguageRuntimeClient;
let stderr = "";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "program-"));
  child = spawn(process.execPath, [HOST, "127.0.0.1:1"], { stdio: "pipe" });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const [port] = await once(createInterface({ input: child.stdout }), "line");
  client = new rpc.LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterEach(() => {
  stderr = "";
});
afterAll(() => rm(folder, { recursive: true }));

/** A program's folder whose SDK is a script that plays `@pulumi/pulumi/cmd/run`. */
async function programWith(run: string): Promise<string> {
  const sdk = join(folder, "node_modules", "@pulumi", "pulumi", "cmd");
  await mkdir(sdk, { recursive: true });
  await writeFile(join(sdk, "run.js"), run);
  return folder;
}

function run(programDirectory: string): Promise<RunResponse> {
  const info = new messages.ProgramInfo();
  info.setProgramDirectory(programDirectory);
  info.setEntryPoint(".");
  info.setOptions(Struct.fromJavaScript({ typescript: false }));
  const request = new messages.RunRequest();
  request.setInfo(info);
  request.setMonitorAddress("127.0.0.1:2");
  request.setStack("dev");
  request.getConfigMap().set("esia:displayName", "esia");
  return new Promise((resolve, reject) =>
    client.run(request, (error, response) => (error ? reject(error) : resolve(response))),
  );
}

it("starts the program's own SDK with the engine's addresses and the configuration", async () => {
  const program = await programWith(
    "process.stderr.write([...process.argv.slice(2), process.env.PULUMI_CONFIG].join(' '))",
  );
  expect((await run(program)).toObject()).toEqual({ error: "", bail: false });
  expect(stderr).toBe(
    `--monitor 127.0.0.1:2 --engine 127.0.0.1:1 --stack dev --pwd ${program} --parallel 0 . {"esia:displayName":"esia"}`,
  );
});

it("tells the engine nothing more when the program has told the reader", async () => {
  const program = await programWith("process.exit(32)");
  expect((await run(program)).toObject()).toEqual({ error: "", bail: true });
});

it("tells the engine the exit code of a program that failed", async () => {
  const program = await programWith("process.exit(9)");
  expect((await run(program)).getError()).toBe("Program exited with non-zero exit code: 9");
});

it("stops the program when the engine cancels", async () => {
  const program = await programWith("process.stderr.write('running'); setInterval(() => {}, 1000)");
  const ended = run(program);
  await once(child.stderr, "data");
  await new Promise((resolve) => client.cancel(new Empty(), resolve));
  expect((await ended).getError()).toBe("Program exited with non-zero exit code: -1");
});

it("tells the engine when the program has no SDK", async () => {
  expect((await run(tmpdir())).getError()).toContain("Cannot find module '@pulumi/pulumi/cmd/run'");
});

it("answers UNIMPLEMENTED to what no run of a program needs, such as which plugins it takes: they are set up", async () => {
  const error = await new Promise<ServiceError | null>((resolve) =>
    client.getRequiredPackages(new messages.GetRequiredPackagesRequest(), resolve),
  );
  expect(error?.code).toBe(status.UNIMPLEMENTED);
});

it("ends when the engine is gone", async () => {
  client.close();
  child.stdin.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});
