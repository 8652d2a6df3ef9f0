// The border between a page in a plain browser and the tests: messages as VS Code carries them.

/** Typed arrays cross a webview's border as such, but JSON does not know them. */
export function encode(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) =>
    ArrayBuffer.isView(value)
      ? {
          $type: value.constructor.name,
          $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"),
        }
      : value,
  );
}

/** Runs in the page: hands a message of the host to whoever listens. */
export function deliver(json: string): void {
  const data: unknown = JSON.parse(json, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("$bytes" in value)) return value;
    const { $type, $bytes } = value as { $type: string; $bytes: string };
    const { buffer } = Uint8Array.from(atob($bytes), (byte) => byte.charCodeAt(0));
    if ($type === "Float32Array") return new Float32Array(buffer);
    return $type === "Uint16Array" ? new Uint16Array(buffer) : new Uint32Array(buffer);
  });
  window.dispatchEvent(new MessageEvent("message", { data }));
}

/** Runs in the page before its own script: the functions that VS Code gives to a webview. */
export function installEditorApi(): void {
  const KEY = "webview-state";
  const host = window as unknown as {
    wordfieldHost: (json: string) => Promise<void>;
    acquireVsCodeApi: () => object;
  };
  host.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void host.wordfieldHost(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem(KEY) ?? "null") as unknown,
    setState: (state: unknown) => sessionStorage.setItem(KEY, JSON.stringify(state)),
  });
}
