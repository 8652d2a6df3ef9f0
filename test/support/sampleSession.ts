// One user's session on the sample workspace: a VS Code, a window, and what is recorded where a test fails.
import { afterAll, afterEach, beforeAll } from "vitest";
import { copySampleWorkspace, type SampleFolder } from "./sampleWorkspace.ts";
import { startVSCode, type VSCode, type VSCodeOptions } from "./vscode.ts";
import type { Workbench } from "./workbench.ts";

/** What the tests of a session use; a test may put another window in the place of the first. */
export interface SampleSession {
  sample: SampleFolder;
  vscode: VSCode;
  window: Workbench;
}

/** Starts a session before the tests of a `describe` and ends it after them; each test goes on where the one before ended. */
export function startSampleSession(options: VSCodeOptions = {}): SampleSession {
  const session = {} as SampleSession; // filled before the first test
  beforeAll(async () => {
    session.sample = copySampleWorkspace();
    session.vscode = await startVSCode({ theme: "dark", ...options });
    session.window = await session.vscode.open(session.sample.path);
  });
  afterAll(async () => {
    await session.vscode?.stop();
    session.sample?.remove();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await session.vscode?.recordFailure(task.name);
  });
  return session;
}
