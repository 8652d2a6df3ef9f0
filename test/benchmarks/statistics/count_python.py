"""Counts a text, whose lines are its documents, with the usual Python libraries: count_python.py WAY FILE

Prints as JSON what that took and what came of it. Words are what stands between ASCII white space, as in fastText; those of
more than 100 UTF-16 units are left out.
"""

import json
import re
import resource
import sys
import time

import numpy as np

way, path = sys.argv[1:]
MINIMUM_COUNT = 5
WINDOW = 5
SPACE = re.compile("[ \t\v\f\0]+")


def is_short(word):
    return word and (len(word) <= 50 or len(word.encode("utf-16-le")) <= 200)


def read():
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = re.split("[\n\r]", file.read())
    return [words for words in ([word for word in SPACE.split(line) if is_short(word)] for line in lines) if words]


def scikit_learn(documents):
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    counts = CountVectorizer(analyzer=lambda words: words).fit_transform(documents)
    weights = TfidfTransformer().fit_transform(counts)
    return weights.nnz, weights.data.sum()


def gensim_tfidf(documents):
    from gensim.corpora import Dictionary
    from gensim.models import TfidfModel

    dictionary = Dictionary(prune_at=None)
    bags = [dictionary.doc2bow(words, allow_update=True) for words in documents]
    model = TfidfModel(bags)
    weights = [[weight for _, weight in model[bag]] for bag in bags]
    return sum(map(len, weights)), sum(map(sum, weights))


def gensim_phrases(documents):
    from gensim.models.phrases import Phrases

    # A joint that no word has, so that pairs and words stay apart.
    model = Phrases(documents, min_count=MINIMUM_COUNT, threshold=10, delimiter="\x00", max_vocab_size=10**9)
    scores = model.export_phrases().values()
    return len(scores), sum(scores)


def encode(documents):
    counts = {}
    for words in documents:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    ids = {word: number for number, word in enumerate(word for word, count in counts.items() if count >= MINIMUM_COUNT)}
    stream, sentences = [], []
    for number, words in enumerate(documents):
        kept = [ids[word] for word in words if word in ids]
        stream += kept
        sentences += [number] * len(kept)
    return np.array(stream, np.int32), np.array(sentences, np.int32), len(ids)


def scipy_cooccurrence(encoded):
    from scipy.sparse import coo_array, csr_array

    ids, sentences, size = encoded
    table = csr_array((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        near = sentences[distance:] == sentences[:-distance]
        rows, columns = ids[:-distance][near], ids[distance:][near]
        table += coo_array((np.ones(len(rows), np.float32), (rows, columns)), (size, size)).tocsr()
    table = table + table.T.tocsr()
    return table.nnz, table.data.sum(dtype=np.float64)


WAYS = {
    "scikit-learn": (read, scikit_learn),
    "gensim tfidf": (read, gensim_tfidf),
    "gensim phrases": (read, gensim_phrases),
    "scipy cooccurrence": (lambda: encode(read()), scipy_cooccurrence),
}
prepare, count = WAYS[way]
text = prepare()
prepared = time.process_time()
began = time.monotonic()
entries, total = count(text)
print(
    json.dumps(
        {
            "readSeconds": prepared,
            "countSeconds": time.process_time() - prepared,
            "countWallSeconds": time.monotonic() - began,
            "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "entries": int(entries),
            "sum": float(total),
        }
    )
)
