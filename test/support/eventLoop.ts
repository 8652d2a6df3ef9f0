/** How long an event loop was held, by how much a timer of 5 ms came late. */
export interface EventLoopWatch {
  longestMs(): number;
  reset(): void;
  stop(): void;
}

/** Begins to watch the event loop of this thread. */
export function watchEventLoop(): EventLoopWatch {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return {
    longestMs: () => longest,
    reset: () => {
      longest = 0;
      last = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}
