// @ts-check
// Finds, installs and starts the browser that shows the workbench in tests.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { findOnPath, isExecutable, run, toolScript } from "./processes.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const FLAGS = [
  "--no-sandbox", // needed as root; the browser opens nothing but our own server
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];
// WebGL on the processor: the same on every machine. Pages, too, are put together faster there by the processor itself.
const WITHOUT_GPU = [
  "--disable-gpu-compositing",
  ...["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
];

/**
 * Gives the executable of a Chromium: CHROMIUM, one on the PATH, at its usual place, or Playwright's own download.
 *
 * @returns {Promise<string | undefined>}
 */
async function findBrowser() {
  if (process.env["CHROMIUM"]) return process.env["CHROMIUM"];
  for (const name of NAMES) {
    const file = findOnPath(name);
    if (file && (await runs(file))) return file;
  }
  const usual = usualPlaces().find(isExecutable);
  if (usual) return usual;
  const { chromium } = await import("playwright-core");
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}

/**
 * Tells whether a browser starts: Ubuntu's `chromium-browser` is a script that only asks for a snap.
 *
 * @param {string} file
 */
async function runs(file) {
  if (process.platform === "win32") return true; // there --version would open a window
  const { code } = await run(file, ["--version"], { quiet: true });
  return code === 0;
}

/**
 * Gives the executable of a Chromium; installs one where there is none: by apt-get as root on Debian, else by Playwright's
 * download.
 *
 * Errors: throws with one sentence on what to install.
 *
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  const attempts = isDebian() && isRoot() ? [installWithApt] : [];
  for (const attempt of [...attempts, installWithPlaywright]) {
    await attempt();
    const installed = await findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    "The tests need a Chromium: install Chromium or Google Chrome (Debian: apt-get install chromium), or name its executable in the environment variable CHROMIUM.",
  );
}

/**
 * Starts headless Chromium.
 *
 * @param {string} [gpu] By which of ANGLE's ways WebGL reaches the machine's GPU: `vulkan`, `gl-egl`, `metal`, `d3d11`; on the processor
 *   where none is named.
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser(gpu) {
  const { chromium } = await import("playwright-core");
  const withGpu = [
    ...["--use-gl=angle", `--use-angle=${gpu}`, "--ignore-gpu-blocklist", "--enable-gpu"],
    ...(gpu === "vulkan" ? ["--enable-features=Vulkan", "--disable-vulkan-surface"] : []),
  ];
  return chromium.launch({
    executablePath: await ensureBrowser(),
    headless: true,
    args: [...FLAGS, ...(gpu === undefined ? WITHOUT_GPU : withGpu)],
  });
}

async function installWithApt() {
  console.log("Installing Chromium with apt-get …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
}

async function installWithPlaywright() {
  console.log("Fetching Chromium with Playwright …");
  const script = toolScript("playwright-core");
  const withLibraries = process.platform === "linux" && isRoot() ? ["--with-deps"] : [];
  await run(process.execPath, [script, "install", ...withLibraries, "chromium"]);
}

/** Whether this is Debian itself: Ubuntu's package of Chromium needs snap. */
function isDebian() {
  return (
    existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"))
  );
}

function isRoot() {
  return process.getuid?.() === 0;
}

function usualPlaces() {
  if (process.platform === "darwin")
    return [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];
  if (process.platform === "win32")
    return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) => {
      const base = process.env[name];
      return base ? [path.join(base, "Google/Chrome/Application/chrome.exe")] : [];
    });
  return [];
}
