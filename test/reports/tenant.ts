import type { Names, OtherStack } from "../../reports/names.ts";

/** A tenant that writes down what it is asked. */
export function tenant(names: Names | Error, others: OtherStack[] | "not known" = [], change?: Error) {
  const asked: string[] = [];
  const reports = {
    names: async () => {
      asked.push("names");
      if (names instanceof Error) throw names;
      return names;
    },
    change: async (to: string) => {
      asked.push(`change to ${to}`);
      if (change) throw change;
    },
    others: async () => {
      asked.push("others");
      return others === "not known" ? undefined : others;
    },
  };
  return { asked, open: async () => reports };
}
