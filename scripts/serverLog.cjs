// Stands in for the native module @vscode/spdlog in VS Code's server: without it output channels stay empty.
const fs = require("node:fs");
const path = require("node:path");

const LEVELS = ["trace", "debug", "info", "warning", "error", "critical"];
const OFF = LEVELS.length;

class Logger {
  #file;
  #level = 0;
  #formatted = true;

  constructor(_type, _name, file) {
    this.#file = file;
    fs.closeSync(fs.openSync(file, "a")); // the output view wants the file before the first message
  }

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);
  getLevel = () => this.#level;
  setLevel = (level) => void (this.#level = level);
  setPattern = () => void (this.#formatted = true); // VS Code uses one pattern only: date, time, level, text
  clearFormatters = () => void (this.#formatted = false);
  flush() {}
  drop() {}

  #write(level, message) {
    if (this.#level >= OFF || level < this.#level) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    fs.appendFileSync(
      this.#file,
      this.#formatted ? `${time} [${LEVELS[level]}] ${message}\n` : message,
    );
  }
}

async function createLogger(type, name, file) {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  return new Logger(type, name, file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = (...args) => createLogger("rotating", ...args);
exports.createAsyncRotatingLogger = (...args) => createLogger("rotating_async", ...args);
