/** Whether things may move: neither the system nor VS Code asks for less motion. */
export function smooth(): boolean {
  return (
    !matchMedia("(prefers-reduced-motion: reduce)").matches &&
    !document.body.classList.contains("vscode-reduce-motion")
  );
}
