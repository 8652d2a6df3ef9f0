"""Counts the words of a file as fastText does before it trains: count_fasttext.py FILE MINIMUM_COUNT COUNTS

Writes words and counts to COUNTS, and prints as JSON what the counting took. Zero epochs of dimension 1 train nothing.
"""

import json
import resource
import sys
import time

import fasttext

path, minimum_count, counts_path = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_SELF)
began = time.monotonic()
model = fasttext.train_unsupervised(
    path, dim=1, epoch=0, bucket=0, minn=0, maxn=0, thread=1, loss="hs", minCount=int(minimum_count), verbose=0
)
wall_seconds = time.monotonic() - began
after = resource.getrusage(resource.RUSAGE_SELF)
words, counts = model.get_words(include_freq=True)
with open(counts_path, "w", encoding="utf-8") as file:
    for word, count in zip(words, counts):
        file.write(f"{word} {count}\n")
print(
    json.dumps(
        {
            "cpuSeconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "wallSeconds": wall_seconds,
            "peakBytes": after.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "words": len(words),
            "tokens": int(sum(counts)),
        }
    )
)
