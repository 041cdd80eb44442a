import { describe, expect, it } from "vitest";
import { isLinkLocal, isLoopback } from "../../microsoft/this-machine.ts";

describe("the embedded tenant's address", () => {
  it.each(["localhost", "localhost:8443", "127.0.0.1:8443", "[::1]:8443"])("can be %s", (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([undefined, "", "localhost.example.com", "127.0.0.1.example.com:443", "10.0.0.1", "management.azure.com"])(
    "cannot be %s",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe("the address of a cloud machine's own identity", () => {
  it("is link-local, with or without a port", () => {
    expect(["169.254.169.254", "169.254.129.7:8081"].map(isLinkLocal)).toEqual([true, true]);
    expect(["169.254.169.254.example.com", "168.63.129.16", "localhost"].map(isLinkLocal)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
