/**
 * What a run leaves that was cut off while Pulumi wrote beside the state. A backend of files keeps a note of each file's
 * type and checksum in a second one, NAME.json.attrs, which is not written at once as the state is (gocloud.dev,
 * blob/fileblob, setAttrs); empty, it hides the whole state: 'pulumi stack ls' ends in "error: EOF" for every stack.
 * Without it Pulumi reads the state, and writes it anew. Seen with Pulumi 3.259. Data.
 */
export const EMPTY_NOTE = {
  sign: /failed to load checkpoint: EOF\b|^error: EOF$/m,
  what: "A note that Pulumi keeps beside the stack's state is empty; the state itself is whole.",
  why: "A run was cut off in the moment in which Pulumi wrote it.",
  action:
    "In the backend's folder, below .pulumi/stacks, delete the empty file whose name ends in .json.attrs: Pulumi writes it " +
    "anew. Then run again.",
} as const;
