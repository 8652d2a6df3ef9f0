/** What a native library needs and does not find. */
import { constants } from "node:os";

const CANNOT_OPEN = /^(\S+\.so\S*): cannot open shared object file/;

/**
 * Names the library that another one on this Linux machine needs and that is nowhere; undefined where it lacks none.
 *
 * ONNX Runtime writes this to standard error and throws "Failed to load shared library": so the loader itself is asked.
 */
export function missingLibrary(path: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_LAZY);
  } catch (error) {
    // A library that can be loaded ends here, too: it is no module of Node's.
    const [, name] = CANNOT_OPEN.exec((error as Error).message) ?? [];
    return name;
  }
  return undefined;
}
