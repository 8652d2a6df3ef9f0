import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCommitMessage } from "../../../src/corpus/kinds/commitMessages.ts";
import { readGitHistory } from "../../../src/corpus/gitHistory.node.ts";
import { DEFAULT_PROSE_OPTIONS } from "../../../src/corpus/kinds/textKinds.ts";
import { checkSurfaces, sentencesOf } from "../../support/proseTokens.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const OPTIONS = { limit: 100, timeoutMs: 60_000 };
const MESSAGES = [
  "Add the first tree\n\nIt grows slowly;\nnobody knows why.\n\n- one reason\n- another\n\nSigned-off-by: A <a@example.com>\nChange-Id: I0123",
  "修复：解析器 🐛\n\nSee https://example.com/1 for more.",
  "subject in\ntwo lines; $(touch injected) `touch injected`",
];

/** Makes a repository with a commit for each message. */
function makeRepository(folder: string, messages: readonly string[]): void {
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...words], {
      cwd: folder,
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      stdio: "pipe",
    });
  git("init", "--quiet");
  for (const message of messages) git("commit", "--quiet", "--allow-empty", "-m", message);
}

describe("readGitHistory", () => {
  it("gives each commit's message as a document, the newest first", async () => {
    const folder = await temporaryFolder();
    makeRepository(folder, MESSAGES);
    const { documents, warning } = await readGitHistory(folder, OPTIONS);
    expect(warning).toBeUndefined();
    expect(documents.map(({ text }) => text.trimEnd())).toEqual([...MESSAGES].reverse());
    expect(documents.map(({ subject }) => subject)).toEqual([
      "subject in two lines; $(touch injected) `touch injected`",
      "修复：解析器 🐛",
      "Add the first tree",
    ]);
    for (const { name, hash } of documents) {
      expect(hash).toMatch(/^[0-9a-f]{40}$/);
      expect(name).toBe(`git-history:${hash}`);
    }
    expect((await readGitHistory(folder, { ...OPTIONS, limit: 1 })).documents).toHaveLength(1);
  });

  it("runs nothing that the repository's configuration names", async () => {
    const folder = await temporaryFolder();
    makeRepository(folder, ["one"]);
    const trap = join(folder, "trap.sh");
    const trace = join(folder, "trace");
    writeFileSync(trap, `#!/bin/sh\ntouch "${trace}"\ncat\n`, { mode: 0o755 });
    for (const key of ["core.fsmonitor", "core.pager", "pager.log", "gpg.program", "alias.log"])
      execFileSync("git", ["config", key, key.startsWith("alias") ? `!${trap}` : trap], {
        cwd: folder,
      });
    execFileSync("git", ["config", "log.showSignature", "true"], { cwd: folder });
    const { documents, warning } = await readGitHistory(folder, OPTIONS);
    expect(warning).toBeUndefined();
    expect(documents).toHaveLength(1);
    expect(() => execFileSync("ls", [trace], { stdio: "pipe" })).toThrow();
  });

  it("says why there is no history, or only a part of it", async () => {
    const folder = await temporaryFolder();
    expect((await readGitHistory(folder, OPTIONS)).warning).toBe(
      "no Git history: the folder is in no repository",
    );
    expect((await readGitHistory(join(folder, "absent"), OPTIONS)).warning).toBe(
      "no Git history: the folder is gone",
    );
    const repository = join(folder, "repository");
    mkdirSync(repository);
    makeRepository(repository, []);
    expect((await readGitHistory(repository, OPTIONS)).warning).toBe(
      "no Git history: there are no commits yet",
    );
    makeRepository(repository, ["a ".repeat(2000), "b ".repeat(2000), "c ".repeat(2000)]);
    const part = await readGitHistory(repository, { ...OPTIONS, maximumBytes: 9000 });
    expect(part.warning).toBe("Git history only in part: its messages are over 9 kB");
    expect(part.documents.map(({ text }) => text[0])).toEqual(["c", "b"]);
  });

  it("does not wait for a git that hangs, nor need one", async () => {
    const folder = await temporaryFolder({ "empty/file": "" });
    const path = process.env["PATH"];
    writeFileSync(join(folder, "git"), "#!/bin/sh\nexec sleep 60\n", { mode: 0o755 });
    try {
      process.env["PATH"] = `${folder}:${path}`;
      const late = await readGitHistory(folder, { ...OPTIONS, timeoutMs: 200 });
      expect(late.warning).toBe("Git history only in part: git took more than 0.2 s");
      process.env["PATH"] = join(folder, "empty");
      const none = await readGitHistory(folder, OPTIONS);
      expect(none.warning).toBe("no Git history: git was not found");
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("ends when it is canceled", async () => {
    const aborted = AbortSignal.abort();
    await expect(readGitHistory(await temporaryFolder(), OPTIONS, aborted)).rejects.toThrow(
      "Canceled",
    );
  });
});

describe("a commit's message", () => {
  it("is read without trailers and addresses, each paragraph as a sentence", () => {
    const read = (message: string) => {
      const prose = readCommitMessage(message, DEFAULT_PROSE_OPTIONS, "");
      checkSurfaces(message, prose);
      return sentencesOf(message, prose);
    };
    expect(read(MESSAGES[0]!)).toEqual([
      "add the first tree",
      "it grows slowly nobody knows why",
      "one reason",
      "another",
    ]);
    expect(read(MESSAGES[1]!)).toEqual(["修复 解析器", "see for more"]);
  });
});
