import "vscode-jsonrpc/node";
import { describe, expect, it, vi } from "vitest";
import { WordfieldError } from "../../../src/errors.ts";
import { openChannel, type Transport } from "../../../src/protocol/channel.ts";

interface Served {
  double: { params: { readonly value: number }; result: { readonly value: number } };
  echo: {
    params: { readonly vectors: Float32Array<ArrayBuffer> };
    result: { readonly vectors: Float32Array<ArrayBuffer> };
  };
  wait: { params: object; result: { readonly how: string } };
  fail: { params: { readonly kind: "coded" | "plain" }; result: object };
}
interface Events {
  changed: { readonly step: number };
}
type Nothing = Record<never, never>;

/** Two transports that hand structured clones to each other, as processes do. */
function connectedPair(): [Transport, Transport] {
  const listeners: ((message: object) => void)[] = [() => undefined, () => undefined];
  const end = (own: number): Transport => ({
    send: async (message) => {
      const copy = structuredClone(message);
      queueMicrotask(() => listeners[1 - own]!(copy));
    },
    receive: (listener) => {
      listeners[own] = listener;
    },
  });
  return [end(0), end(1)];
}

function openPair() {
  const [near, far] = connectedPair();
  const heard: number[] = [];
  const aborted: string[] = [];
  const server = openChannel<Served, Nothing, Nothing, Events>(far, {
    handlers: {
      double: async ({ value }) => ({ value: 2 * value }),
      echo: async ({ vectors }) => ({ vectors }),
      wait: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted.push("wait");
            resolve({ how: "aborted" });
          });
        }),
      fail: async ({ kind }) => {
        if (kind === "coded") throw new WordfieldError("bad-input", "The value 7 is too large.");
        throw new TypeError("a slip of ours");
      },
    },
    listeners: {},
    methods: [],
    onError: (error) => {
      throw error;
    },
  });
  const client = openChannel<Nothing, Served, Events, Nothing>(near, {
    handlers: {},
    listeners: { changed: ({ step }) => heard.push(step) },
    methods: ["double", "echo", "wait", "fail"],
    onError: (error) => {
      throw error;
    },
  });
  return { server, client, heard, aborted };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("openChannel", () => {
  it("answers a call with the handler's result", async () => {
    const { client } = openPair();
    expect(await client.calls.double({ value: 21 })).toEqual({ value: 42 });
  });

  it("keeps typed arrays as they are", async () => {
    const { client } = openPair();
    const { vectors } = await client.calls.echo({ vectors: new Float32Array([1, NaN, -0.5]) });
    expect(vectors).toBeInstanceOf(Float32Array);
    expect([...vectors]).toEqual([1, NaN, -0.5]);
  });

  it("rejects with the code and the sentence of the other side", async () => {
    const { client } = openPair();
    const failure = await client.calls.fail({ kind: "coded" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WordfieldError);
    expect(failure).toMatchObject({ code: "bad-input", message: "The value 7 is too large." });
  });

  it("carries a programmer's error as internal, with the stack of where it was thrown", async () => {
    const { client } = openPair();
    const failure = (await client.calls
      .fail({ kind: "plain" })
      .catch((error: unknown) => error)) as WordfieldError;
    expect(failure.code).toBe("internal");
    expect(failure.message).toBe("a slip of ours");
    expect(failure.stack).toContain("channel.test.ts");
  });

  it("aborts the handler's signal when the caller cancels", async () => {
    const { client, aborted } = openPair();
    const controller = new AbortController();
    const call = client.calls.wait({}, controller.signal);
    await settle();
    controller.abort();
    await call.catch(() => undefined);
    expect(aborted).toEqual(["wait"]);
  });

  it("does not send a call that was canceled before", async () => {
    const { client, aborted } = openPair();
    await expect(client.calls.wait({}, AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
    await settle();
    expect(aborted).toEqual([]);
  });

  it("rejects pending and later calls when it is closed", async () => {
    const { client } = openPair();
    const pending = client.calls.wait({});
    await settle();
    client.close(new WordfieldError("engine-lost", "The engine stopped."));
    await expect(pending).rejects.toMatchObject({ code: "engine-lost" });
    await expect(client.calls.double({ value: 1 })).rejects.toMatchObject({ code: "engine-lost" });
  });

  it("aborts running handlers when their side is closed", async () => {
    const { client, server, aborted } = openPair();
    void client.calls.wait({}).catch(() => undefined);
    await settle();
    server.close(new WordfieldError("canceled", "Closed."));
    expect(aborted).toEqual(["wait"]);
    client.close(new WordfieldError("canceled", "Closed."));
  });

  it("delivers events in order and ignores them after the end", async () => {
    const { client, server, heard } = openPair();
    for (let step = 1; step <= 3; step++) server.emit("changed", { step });
    await vi.waitFor(() => expect(heard).toHaveLength(3), 5000);
    client.close(new WordfieldError("canceled", "Closed."));
    server.emit("changed", { step: 4 });
    await settle();
    expect(heard).toEqual([1, 2, 3]);
  });
});
