// Loaded into VS Code's server: ends it and its process group when the script that started it is gone, however that ended.
if (process.argv[1]?.endsWith("server-main.js")) {
  process.stdin.on("close", () => process.kill(-process.pid, "SIGKILL"));
  process.stdin.resume();
  process.stdin.unref?.();
}
