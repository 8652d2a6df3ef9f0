// @ts-check
// Chooses the VS Code to run: a desktop build where one is at hand or can be downloaded, else the server.
//
// Environment: VSCODE_EXE (an executable to use as it is), VSCODE_TESTS=desktop|server (force one).
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findOnPath, isExecutable } from "./processes.mjs";
import { SERVER_SUPPORTED } from "./serverSetup.mjs";

const SHIM = fileURLToPath(new URL("./codeShim.mjs", import.meta.url));
const DOWNLOAD_TIMEOUT_MS = 15_000; // without a byte from the other side

/**
 * Gives the executable for tests in the extension host: a desktop VS Code, or the stand-in that runs the server.
 *
 * Errors: throws where VSCODE_TESTS=desktop is asked for, or there is no server, and the download fails.
 *
 * @returns {Promise<string>}
 */
export async function chooseTestVSCode() {
  const wanted = process.env["VSCODE_TESTS"];
  if (process.env["VSCODE_EXE"]) return process.env["VSCODE_EXE"];
  if (wanted === "server") return SHIM;
  if (wanted !== "desktop" && SERVER_SUPPORTED && !hasDisplay() && !findOnPath("xvfb-run")) {
    console.log("There is no display: the tests run in VS Code's server.");
    return SHIM;
  }
  try {
    return await downloadDesktop();
  } catch (error) {
    if (wanted === "desktop" || !SERVER_SUPPORTED) throw error;
    console.log(`No desktop VS Code (${reasonOf(error)}): the tests run in VS Code's server.`);
    return SHIM;
  }
}

/**
 * Gives the executable of a desktop VS Code for a person: the installed one, or one downloaded into .vscode-test/;
 * nothing where this machine has no display or the download fails.
 *
 * @returns {Promise<string | undefined>}
 */
export async function findDesktopVSCode() {
  if (process.env["VSCODE_EXE"]) return process.env["VSCODE_EXE"];
  // In the terminal of a remote window or a container `code` cannot load an extension from a folder.
  if (process.env["VSCODE_IPC_HOOK_CLI"] || !hasDisplay()) return undefined;
  const installed = usualPlaces().find(isExecutable) ?? findOnPath("code");
  if (installed) return installed;
  console.log("There is no VS Code on the PATH: fetching one into .vscode-test/ …");
  try {
    return await downloadDesktop();
  } catch (error) {
    console.log(`That failed: ${reasonOf(error)}.`);
    return undefined;
  }
}

/** Whether a window can be shown. */
export function hasDisplay() {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

/** Downloads the stable desktop build, or finds it in .vscode-test/. */
async function downloadDesktop() {
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  return downloadAndUnzipVSCode({ version: "stable", timeout: DOWNLOAD_TIMEOUT_MS });
}

/** Where VS Code's installers put it; on Windows the `code` of the PATH is a batch file, which spawn() refuses. */
function usualPlaces() {
  if (process.platform === "darwin")
    return ["/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code"];
  if (process.platform !== "win32") return [];
  return ["LOCALAPPDATA", "PROGRAMFILES"].flatMap((name) => {
    const base = process.env[name];
    const place = name === "LOCALAPPDATA" ? "Programs/Microsoft VS Code" : "Microsoft VS Code";
    return base ? [path.join(base, place, "Code.exe")] : [];
  });
}

/** @param {unknown} error */
function reasonOf(error) {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
