/**
 * Says why a file need not be read, as far as its name tells: it holds no text, or none that anybody wrote. Undefined says
 * nothing: content decides then.
 */
export function reasonOfName(path: string): "binary" | "source map" | undefined {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  if (dot > 0 && BINARY_EXTENSIONS.has(name.slice(dot + 1).toLowerCase())) return "binary";
  return SOURCE_MAP.test(name) ? "source map" : undefined;
}

/** What a compiler writes beside its output: letters that stand for places, and the source once more. */
const SOURCE_MAP = /\.(?:[cm]?[jt]sx?|css|wasm)\.map$/i;

// Only extensions that no text format shares: ".ts" is also a video, ".mod" also Go, ".obj" also a text format.
const BINARY_EXTENSIONS = new Set(
  [
    "png jpg jpeg gif bmp ico icns webp avif heic tif tiff psd xcf", // pictures
    "mp3 mp4 m4a m4v mov avi mkv webm ogg oga ogv flac wav aac wma wmv", // sound and film
    "zip gz tgz bz2 tbz2 xz txz zst 7z rar tar jar war ear apk ipa deb rpm dmg iso cab vsix whl nupkg crx xpi", // archives
    "woff woff2 ttf otf ttc eot", // fonts
    "exe dll so dylib a o lib pdb class pyc pyo pyd wasm node elc beam rlib", // programs
    "pdf doc docx xls xlsx ppt pptx odt ods odp epub mobi djvu", // documents that need a reader of their own
    "safetensors onnx ort pt pth ckpt gguf h5 hdf5 npy npz pkl pickle tflite pb parquet feather arrow avro", // data
    "db sqlite sqlite3 mdb accdb idx pack bin dat",
  ].flatMap((line) => line.split(" ")),
);
