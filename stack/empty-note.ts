/**
 * What is met while a run writes beside the state, and for good after one that was cut off there. A backend of files keeps a
 * note of each file's type and checksum in a second one, NAME.json.attrs, which is not written at once as the state is
 * (gocloud.dev, blob/fileblob, setAttrs); empty, it hides the whole state: 'pulumi stack ls' ends in "error: EOF" for every
 * stack. Without it Pulumi reads the state, and writes it anew. Seen with Pulumi 3.259 and 3.274. Data.
 */
export const EMPTY_NOTE = {
  sign: /failed to load checkpoint: EOF\b|^error: EOF$/m,
  what: "A note that Pulumi keeps beside the stack's state is empty; the state itself is whole.",
  why: "Another run was writing it at that moment, or one was cut off while it did.",
  action:
    "Run again. Where that says the same and no run is at work: in the backend's folder, below .pulumi/stacks, delete the " +
    "empty file whose name ends in .json.attrs (Pulumi writes it anew), then run again.",
} as const;
