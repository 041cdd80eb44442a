/** From npm's bill of materials of the whole project to that of a run. Pure. */
import { LEAST_ENGINE, NEEDED_PLUGINS } from "../../machine/versions.ts";

/** A bill of materials as `npm sbom --sbom-format cyclonedx` prints it (https://cyclonedx.org/docs/1.5/json/); what is used of it. */
export interface Bill {
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

export interface Component {
  readonly "bom-ref": string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Leaves out what only development takes, adds Pulumi's engine and provider plugins, and names the project, for which npm
 * takes the folder's name. npm's own `--omit dev` also leaves out what both a run and development take (npm 11.19).
 *
 * Pulumi publishes its programs with checksums and as source by tag, so their addresses are those of their repositories.
 *
 * @param bill npm's, of all packages
 * @param name the project's, of package.json
 * @param engine the version of the `pulumi` on PATH; undefined where there is none: then it is the oldest that serves
 */
export function ofARun<Given extends Bill>(bill: Given, name: string, engine: string | undefined): Given {
  const taken = bill.components.filter((component) => !isForDevelopment(component));
  const left = new Set(bill.components.filter(isForDevelopment).map((component) => component["bom-ref"]));
  const dependencies = bill.dependencies
    .filter(({ ref }) => !left.has(ref))
    .map((of) => ({ ...of, ...(of.dependsOn && { dependsOn: of.dependsOn.filter((ref) => !left.has(ref)) }) }));
  const programs = [
    program("pulumi", engine ?? LEAST_ENGINE),
    ...NEEDED_PLUGINS.map((plugin) => program(`pulumi-${plugin.name}`, plugin.version)),
  ];
  const metadata = { ...bill.metadata, component: { ...bill.metadata.component, name } };
  return { ...bill, metadata, components: [...taken, ...programs], dependencies };
}

function isForDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === "cdx:npm:package:development" && value === "true");
}

function program(name: string, version: string): Component {
  const purl = `pkg:github/pulumi/${name}@v${version}`;
  return { "bom-ref": purl, type: "application", name, version, purl };
}
