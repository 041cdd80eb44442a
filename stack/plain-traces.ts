/**
 * Leaves stack traces as Node makes them. Pulumi's SDK maps each of them by source maps, and takes one for each resource:
 * a tenth of the program's time, and nothing here has a map, since Node runs it as written.
 */
Reflect.deleteProperty(Error, "prepareStackTrace");
