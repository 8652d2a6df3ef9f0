// Tells an instance of the kernels what it works on.
import { type Kernels, LOSS_KINDS } from "./kernels.ts";
import type { MemoryLayout } from "./memory.ts";

/** What the kernels need to know besides the layout of the memory. */
export interface KernelOptions {
  readonly loss: keyof typeof LOSS_KINDS;
  readonly sharedNegatives: boolean;
  readonly dynamicWindow: boolean;
  /** Whether the mean of a window is the input (CBOW). */
  readonly usesWindowMean: boolean;
  /** Whether each word of such a window gets the whole gradient. */
  readonly givesWholeGradient: boolean;
}

/** Connects the kernels with a memory and with the scratch of one lane; they train in place until an overlay is opened. */
export function connectKernels(
  kernels: Kernels,
  layout: MemoryLayout,
  lane: number,
  options: KernelOptions,
): void {
  const { shape } = layout;
  const scratch = layout.scratch[lane]!;
  kernels.useVectors(layout.inputVectors, layout.outputVectors, layout.rowBytes, shape.dimension);
  kernels.useVocabulary(shape.wordCount, layout.keepThresholds, layout.aliasTable);
  if (shape.ngramRowCount > 0) kernels.useSubwords(layout.ngramOffsets, layout.ngramRows);
  if (shape.pathNodeCount > 0) kernels.useTree(layout.pathOffsets, layout.pathNodes);
  kernels.useSentences(shape.idBufferLength > 0 ? scratch.idBuffer : layout.ids);
  kernels.useWindow(
    shape.window,
    !options.dynamicWindow,
    options.usesWindowMean,
    options.givesWholeGradient,
  );
  kernels.useLoss(LOSS_KINDS[options.loss], shape.negatives, options.sharedNegatives);
  kernels.useScratch(
    scratch.targetBlocks,
    scratch.contextRows,
    scratch.keptIds,
    scratch.keptRows,
    scratch.sentenceEnds,
    scratch.zeroRow,
    scratch.slotRows,
    scratch.slotTable,
    scratch.hiddenRows,
    scratch.partRows,
    scratch.logits,
    scratch.logisticConstants,
    scratch.sums,
  );
  kernels.useNoisePool(layout.noisePools + lane * layout.noisePoolBytes);
  kernels.useOverlays(shape.overlayRows, shape.sentenceRows);
}
