/** Chinese function words, in simplified and where they differ in traditional characters. */
export const CHINESE_STOP_WORDS: readonly string[] = [
  // Particles
  ..."的 地 得 了 着 著 过 過 吗 嗎 呢 吧 啊 呀 嘛 哦 啦 之 者 所".split(" "),
  // Pronouns and demonstratives
  ..."我 你 您 他 她 它 我们 我們 你们 你們 他们 他們 她们 她們 它们 它們 咱们 自己 大家 其".split(
    " ",
  ),
  ..."这 這 那 这个 這個 那个 那個 这些 這些 那些 这里 這裡 那里 那裡 这样 這樣 那样 那樣".split(
    " ",
  ),
  ..."此 该 該 某 谁 誰 什么 什麼 哪 哪里 哪裡 怎么 怎麼 怎样 怎樣 为什么 為什麼 如何 几 幾 多少".split(
    " ",
  ),
  ..."每 各 另 另外 其他 其它 其中 别的 任何 一些 有些 一个 一個 一种 一種".split(" "),
  // Verbs that only connect, and negation
  ..."是 有 在 为 為 被 把 将 將 让 讓 使 给 給 没 沒 没有 沒有 不 不是 无 無 未 非 勿".split(" "),
  ..."能 会 會 可 可以 可能 应 應 应该 應該 必须 必須 要 想 来 來 去".split(" "),
  // Prepositions
  ..."从 從 自 由 于 於 对 對 对于 對於 向 往 到 以 按 按照 根据 根據 关于 關於 通过 通過 当 當 比 用 跟 同 与 與 和 及 以及".split(
    " ",
  ),
  // Conjunctions
  ..."或 或者 还是 還是 并 並 并且 並且 而 而且 且 但 但是 不过 不過 然而 却 卻 虽然 雖然 尽管 儘管".split(
    " ",
  ),
  ..."因为 因為 因此 所以 由于 由於 如果 若 假如 只要 只有 除了 不但 不仅 不僅 即 即使 无论 無論 那么 那麼 则 則 于是 於是 因而 从而 從而".split(
    " ",
  ),
  // Adverbs
  ..."也 都 又 再 还 還 就 才 只 仅 僅 很 太 更 最 非常 十分 已 已经 已經 曾 曾经 曾經 正在 刚 剛 常 总 總".split(
    " ",
  ),
  ..."一直 一样 一樣 一般 等 等等 时 時 时候 時候 后 後 之后 之後 之前 以后 以後 以前 上 下 中 里 裡 内 內 外 间 間".split(
    " ",
  ),
];
