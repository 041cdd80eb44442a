import { describe, expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";
import { token } from "./frames.ts";
import { BY_CLASS, MORE, OFTEN } from "./texts.ts";

const idsOf = (text: string) => explain(text, "acme").map(({ id }) => id);

describe("what operators meet most is answered by what it is", () => {
  it.each(OFTEN)("%s: %s", (id, _, text) => {
    expect(idsOf(text)).toEqual([id]);
    expect(explain(text, "acme")).toMatchObject([{ known: "specific" }]);
  });
});

describe("so is more of each family", () => {
  it.each(MORE)("%s: %s", (id, _, text) => {
    expect(idsOf(text)).toEqual([id]);
    expect(explain(text, "acme")).toMatchObject([{ known: "specific" }]);
  });
});

describe("of what is not known by itself the class answers", () => {
  it.each(BY_CLASS)("%s: %s", (id, _, text) => {
    expect(explain(text, "acme")).toMatchObject([{ id, class: id, known: "class" }]);
  });

  it("a number of Entra's with Microsoft's page for it", () => {
    expect(explain(token(81012))[0]?.why).toBe(
      "Microsoft says what it means on https://login.microsoftonline.com/error?code=81012. A person's sign-in can have ended, or want something that only a person can do.",
    );
  });
});
