/** Draws the points on a GPU. */
import {
  fitCanvas,
  type Frame,
  type PointCloud,
  type PointPaint,
  type PointRenderer,
} from "./pointRenderer.ts";

const VERTEX = `#version 300 es
in vec2 place;
in float radius;
in vec4 color;
uniform vec2 center;
uniform vec2 scale;
uniform float pixelRatio;
out vec4 tint;
out float reach;
out float side;
void main() {
  reach = radius * pixelRatio;
  side = ceil(2.0 * reach + 2.0);
  tint = color;
  gl_PointSize = side;
  gl_Position = vec4((place - center) * scale, 0.0, 1.0);
}`;

// A disc covers a pixel by its distance from the rim: the raster's 16 samples, in the limit.
const FRAGMENT = `#version 300 es
precision highp float;
in vec4 tint;
in float reach;
in float side;
uniform float fade;
out vec4 drawn;
void main() {
  float away = length((gl_PointCoord - 0.5) * side);
  float alpha = tint.a * fade * clamp(reach + 0.5 - away, 0.0, 1.0);
  drawn = vec4(tint.rgb * alpha, alpha);
}`;

interface Program {
  readonly program: WebGLProgram;
  readonly center: WebGLUniformLocation | null;
  readonly scale: WebGLUniformLocation | null;
  readonly pixelRatio: WebGLUniformLocation | null;
  readonly fade: WebGLUniformLocation | null;
}

/** WebGL 2, on a canvas of its own. */
export class WebglRenderer implements PointRenderer {
  readonly canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #program: Program;
  readonly #places: WebGLBuffer;
  readonly #radii: WebGLBuffer;
  readonly #colors: WebGLBuffer;
  readonly #order: WebGLBuffer;
  #count = 0;
  #painted = 0;
  #ordered = 0;

  /** Errors: plain `Error` where the context is missing or takes no shaders; the raster draws then. */
  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.canvas = gl.canvas as HTMLCanvasElement;
    this.#program = link(gl);
    this.#places = this.#attribute("place", 2, gl.FLOAT, false);
    this.#radii = this.#attribute("radius", 1, gl.FLOAT, false);
    this.#colors = this.#attribute("color", 4, gl.UNSIGNED_BYTE, true);
    this.#order = gl.createBuffer();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  setPoints({ xy, radii }: PointCloud): void {
    const gl = this.#gl;
    this.#count = radii.length;
    this.#fill(this.#places, xy);
    this.#fill(this.#radii, radii);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }

  setPaint({ colors, order }: PointPaint): void {
    const gl = this.#gl;
    const count = colors.length / 4;
    this.#fill(this.#colors, colors);
    let rows = order;
    // The first row is in front, so it is drawn last.
    if (!rows && count !== this.#ordered)
      rows = Uint32Array.from({ length: count }, (_, i) => count - 1 - i);
    if (rows) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#order);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, rows, gl.DYNAMIC_DRAW);
    }
    this.#painted = count;
    this.#ordered = order ? -1 : count;
  }

  draw({ viewport, size, pixelRatio, background, fade, limit }: Frame): void {
    const gl = this.#gl;
    const { width, height } = fitCanvas(this.canvas, size, pixelRatio);
    gl.viewport(0, 0, width, height);
    const [red, green, blue] = background;
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const count = Math.min(this.#count, this.#painted);
    if (count === 0) return;
    const { program, ...uniforms } = this.#program;
    gl.useProgram(program);
    const scale = 2 * viewport.scale * pixelRatio;
    gl.uniform2f(uniforms.center, viewport.centerX, viewport.centerY);
    gl.uniform2f(uniforms.scale, scale / width, scale / height);
    gl.uniform1f(uniforms.pixelRatio, pixelRatio);
    gl.uniform1f(uniforms.fade, fade);
    const drawn = Math.min(count, limit);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#order);
    gl.drawElements(gl.POINTS, drawn, gl.UNSIGNED_INT, (count - drawn) * 4);
  }

  dispose(): void {
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #attribute(name: string, size: number, type: number, normalized: boolean): WebGLBuffer {
    const gl = this.#gl;
    const buffer = gl.createBuffer();
    const at = gl.getAttribLocation(this.#program.program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, type, normalized, 0, 0);
    return buffer;
  }

  #fill(buffer: WebGLBuffer, data: Float32Array | Uint8Array): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data as BufferSource, gl.DYNAMIC_DRAW);
  }
}

function link(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error("The GPU's context is lost.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true)
    throw new Error(`The GPU refused the map's shaders: ${gl.getProgramInfoLog(program)}`);
  const uniform = (name: string) => gl.getUniformLocation(program, name);
  return {
    program,
    center: uniform("center"),
    scale: uniform("scale"),
    pixelRatio: uniform("pixelRatio"),
    fade: uniform("fade"),
  };
}
